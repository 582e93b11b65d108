import pytest

from backoffice.ui import theme


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("pair", theme.PAIRS, ids="-on-".join)
def test_every_text_can_be_read_on_its_ground(mode, pair):
    palette = theme.PALETTES[mode] | {"white": "#ffffff"}
    ink, ground = (palette[name] for name in pair)
    assert contrast(ink, ground) >= 4.5


def test_dark_and_light_are_switched_in_place(clerk, app):
    light = app.style.lookup("TFrame", "background")
    clerk.desk.toggle_theme()
    clerk.app.update()
    assert app.style.lookup("TFrame", "background") != light
    assert clerk.sees("Who is next?")


def test_a_font_that_knows_chinese_was_found(clerk):
    assert theme._Look.family
