"""The registers a district keeps: layers with their fields, and three tables that have no place of their own."""

from __future__ import annotations

from layers.fields import Field
from layers.registry import IMPORTED

_ROLES = (
    ("网格员", "grid_worker"),
    ("物业", "property"),
    ("维保", "maintainer"),
    ("维保员", "maintainer"),
    ("楼栋长", "building_head"),
    ("志愿者", "volunteer"),
)
_CLOCK = r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?"
#: Names with separators; a certificate's last day stands behind its name.
_SKILL = r"[^\s、,，;；:：]+([:：]\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?"
_SKILLS = rf"\s*{_SKILL}([\s、,，;；]+{_SKILL})*\s*"

#: Tables without geometry: sockets become part of their piles, workers and rosters become commands.
TABLES: dict[str, tuple[Field, ...]] = {
    "sockets": (
        Field("pile_id", "桩编号", required=True, aliases=("充电桩编号", "所属桩", "设备编号"), example="示例-桩01"),
        Field(
            "socket",
            "插口号",
            "integer",
            aliases=("端口号", "插座号", "通道号"),
            required=True,
            low=1,
            high=64,
            example="1",
        ),
        Field("code", "插口编号", aliases=("端口编号", "二维码编号"), example="ZP01-1"),
        Field("power_w", "额定功率", "number", aliases=("功率", "功率w"), low=0, high=400_000, example="500"),
        Field("note", "备注", example="靠墙"),
    ),
    "workers": (
        Field("worker_id", "工号", required=True, aliases=("人员编号", "编号", "id"), example="示例-w01"),
        Field("name", "姓名", required=True, aliases=("人员姓名", "名字"), example="张三"),
        Field(
            "role",
            "岗位",
            "choice",
            aliases=("角色", "人员类型", "类别"),
            choices=tuple(dict.fromkeys(role for _, role in _ROLES)),
            values=_ROLES,
            example="grid_worker",
        ),
        Field("org", "单位", aliases=("所属单位", "社区", "所属社区", "组织"), example="御沁社区"),
        Field("grid_code", "网格编码", aliases=("所属网格", "网格", "网格代码"), example="140802001001001"),
        Field("skills", "技能", aliases=("专长", "证书"), pattern=_SKILLS, example="急救 消防 电工:2027-01-01"),
        Field("phone", "电话", aliases=("手机", "手机号", "联系电话", "联系方式"), example="13900000000"),
    ),
    "rosters": (
        Field("worker_id", "工号", required=True, aliases=("人员编号", "编号", "id"), example="示例-w01"),
        Field("date", "日期", "date", aliases=("值班日期",), example="2026-11-23"),
        Field(
            "duty_from",
            "上岗时间",
            aliases=("值班开始", "开始时间", "上班时间"),
            required=True,
            pattern=_CLOCK,
            example="08:00",
        ),
        Field(
            "duty_to",
            "下岗时间",
            aliases=("值班结束", "结束时间", "下班时间"),
            required=True,
            pattern=_CLOCK,
            example="18:00",
        ),
    ),
}
#: The property of a table that names its row; sockets and rosters have none.
KEYS = {"workers": "worker_id"}
#: Everything that can be imported by name (an OSM extract is ``osm``).
KINDS: tuple[str, ...] = (*IMPORTED, *TABLES)


def is_table(kind: str) -> bool:
    """Whether the register has no places."""
    return kind in TABLES


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a register; none for a layer that is only drawn."""
    if kind in TABLES:
        return TABLES[kind]
    layer = IMPORTED.get(kind)
    return layer.fields if layer else ()
