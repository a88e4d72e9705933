"""Invented names. Nobody and no shop of these is real."""

from __future__ import annotations

import random

SURNAMES = "王李张刘陈杨赵郭薛段卫冯董樊姚裴解柴吕贾潘景荆畅尚侯任史原廉相谢孙高马梁宋韩杜程"
_GIVEN = (
    "建国 红梅 晓燕 志强 丽萍 永刚 春花 海龙 秀兰 俊杰 文静 小军 桂英 振华 雅琴 国庆 玉珍 "
    "伟东 彩霞 立新 艳芳 保平 淑敏 鹏飞 慧玲 青山 月娥 学文 翠莲 长江 美玲 金柱 爱民 雪琴 "
    "大勇 巧云 广林 冬梅 双喜 兰香 子轩 云峰 佳慧 庆丰 素芳 治国 新宇 瑞霞 天明 润生"
)
GIVEN = _GIVEN.split()
_KINDS = (
    "restaurant restaurant supermarket clothes pharmacy hairdresser hardware bakery phone "
    "stationery clinic laundry food_table"
)
SHOP_KINDS = _KINDS.split()
_NAMES = (
    "老张 刘记 福源 惠民 万顺 百姓 小杨 隆盛 天和 家家乐 同心 金穗 好再来 晋香 河东人家 三宝 "
    "兴旺 吉庆 东升 佳和 永丰 宏达 美华 巧手 康泰 仁和 新华 四方 阳光 丰收 祥云 乐康"
)
_FIRST = _NAMES.split()
_LAST = {
    "restaurant": ("面馆", "砂锅店", "饺子馆", "羊汤", "家常菜", "烩菜馆"),
    "supermarket": ("超市", "便利店", "粮油"),
    "clothes": ("服装", "童装", "鞋店"),
    "pharmacy": ("药房",),
    "hairdresser": ("理发", "美发"),
    "hardware": ("五金", "水暖"),
    "bakery": ("蛋糕房", "馍店"),
    "phone": ("手机", "通讯"),
    "stationery": ("文具", "书店"),
    "clinic": ("诊所",),
    "laundry": ("干洗",),
    "food_table": ("小饭桌",),
}


def shop_name(rng: random.Random, kind: str) -> str:
    return rng.choice(_FIRST) + rng.choice(_LAST[kind])


def people(rng: random.Random, count: int) -> list[str]:
    """So many different names."""
    pairs = [s + g for s in SURNAMES for g in GIVEN]
    return rng.sample(pairs, count)
