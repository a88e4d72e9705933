"""Whether a lift may be counted on, by what it last said of itself: zh and en, each vendor has words of its own."""

from __future__ import annotations

#: States of a lift that works, in lower case with spaces. Whatever is not among them counts as out (broken, 故障, and
#: words nobody has heard yet): who walks up although the lift runs loses two minutes, who waits for one that does not
#: run loses more and does not know it.
WORKING = frozenset(
    {
        "normal", "ok", "good", "online", "on", "up", "down", "running", "run", "active", "working", "operational",
        "in service", "in use", "free", "idle", "standby", "available", "ready", "busy", "occupied", "moving",
        "moving up", "moving down", "stationary", "door open", "full",
        "正常", "在线", "运行", "运行中", "正常运行", "运行正常", "使用中", "空闲", "待机", "待梯", "上行", "下行",
        "停靠", "平层", "开门", "关门", "满载", "繁忙",
    }
)  # fmt: skip


def works(word: str | None) -> bool:
    """Whether a lift of this state takes people; one that never said anything counts as running."""
    said = " ".join((word or "").lower().replace("_", " ").replace("-", " ").split())
    return not said or said in WORKING
