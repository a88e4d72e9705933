"""Columns that several registers have."""

from __future__ import annotations

from layers.fields import Field

COMPOUND = Field("compound", "小区", aliases=("所属小区", "小区名", "院落", "estate"), example="四季绿城")
BUILDING_ID = Field("building_id", "楼栋编号", aliases=("楼栋编码", "楼栋id"), example="sjlc-05")
UNIT = Field("unit", "单元", aliases=("单元号", "单元名称"), example="3单元")
FLOOR = Field("floor", "楼层", aliases=("层",), example="3")
PLACE = Field("place", "位置", aliases=("安装位置", "详细位置", "地点"), example="走廊")
COMMUNITY = Field("community", "社区", aliases=("所属社区",), example="鼎鑫社区")
STREET = Field("street", "街道", aliases=("所属街道",), example="河东街道")
ACCESS = Field("access", "通行", example="private")
FOOT = Field("foot", "步行", values=(("是", "yes"), ("否", "no"), ("可", "yes"), ("不可", "no")), example="yes")
OPEN_HOURS = Field(
    "open_hours", "开放时间", "hours", aliases=("opening_hours", "营业时间"), example="Mo-Su 06:00-23:00"
)


def kind(example: str, *values: tuple[str, str], choices: tuple[str, ...] = ()) -> Field:
    """What sort of thing it is; ``values`` are the words of registers for ours."""
    aliases = ("类别", "设备类型", "barrier")
    return Field(
        "kind", "类型", "choice" if choices else "text", aliases, choices=choices, values=values, example=example
    )
