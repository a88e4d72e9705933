"""Settings of the online basemap: together or not at all, and a wrong one is named."""

from __future__ import annotations

import pytest

from console.settings import Settings, SettingsError

GOOD = {
    "SHAODAO_BASEMAP_URL": "https://webst0{1-4}.example.cn/t?z={z}&x={x}&y={y}&key=abc",
    "SHAODAO_BASEMAP_DATUM": "GCJ-02",
    "SHAODAO_BASEMAP_ATTRIBUTION": "© 某图",
}


def test_settings_are_read_together_and_the_key_is_not_shown() -> None:
    settings = Settings.load(GOOD)
    assert (settings.basemap_datum, settings.basemap_attribution) == ("gcj02", "© 某图")
    assert "abc" not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SHAODAO_BASEMAP_URL", "https://x/{z}/{x}.png", "{y}"),
        ("SHAODAO_BASEMAP_URL", "file:///{z}/{x}/{y}", "http or https"),
        ("SHAODAO_BASEMAP_URL", "https://{x}.example.cn/{z}/{y}", "host"),
        ("SHAODAO_BASEMAP_URL", "https://u:p@x/{z}/{x}/{y}", "without user"),
        ("SHAODAO_BASEMAP_URL", "https://x/{z}/{x}/{y}/{quadkey}", "place"),
        ("SHAODAO_BASEMAP_URL", "https://x:port/{z}/{x}/{y}", "Port"),
        ("SHAODAO_BASEMAP_URL", "", "SHAODAO_BASEMAP_URL: is missing"),
        ("SHAODAO_BASEMAP_DATUM", "bd09", "grid of its own"),
        ("SHAODAO_BASEMAP_DATUM", "mars", "wgs84 or gcj02"),
        ("SHAODAO_BASEMAP_DATUM", "", "SHAODAO_BASEMAP_DATUM: is missing"),
        ("SHAODAO_BASEMAP_ATTRIBUTION", "", "SHAODAO_BASEMAP_ATTRIBUTION: is missing"),
        ("SHAODAO_BASEMAP_ATTRIBUTION", "<b>x</b>", "plain words"),
    ],
)
def test_a_wrong_setting_is_named(variable: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.load({**GOOD, variable: value})
    assert refused.value.variable == variable
    assert words in str(refused.value)
