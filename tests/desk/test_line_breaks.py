import pytest

from backoffice.ui.line_breaks import broken


def columns(text):
    """Measure a text as a terminal does: Chinese signs take two columns."""
    return sum(2 if ord(sign) >= 0x2E80 else 1 for sign in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("7 张，窗口办理的卡优先打印", ["7 张，窗口办理的卡优", "先打印"]),
        ("请把卡放到那个批次的，", ["请把卡放到那个批次", "的，"]),
        ("属于批次 B-000002 的卡片", ["属于批次 B-000002 的", "卡片"]),
        ("已经交给（物理学院）的卡", ["已经交给（物理学院）", "的卡"]),
        ("短", ["短"]),
        ("一行\n二行", ["一行", "二行"]),
    ],
)
def test_lines_end_where_chinese_may_end(text, lines):
    assert broken(text, 20, columns).split("\n") == lines


def test_nothing_is_lost_but_the_space_at_the_end_of_a_line():
    text = "体育部：有 3 张校园卡应在 2026-11-12 前发放或退回。请将签收表送至 22 号窗口（主校区）。"
    for width in range(10, 60):
        told = broken(text, width, columns)
        assert told.replace("\n", "").replace(" ", "") == text.replace(" ", "")
        assert all(columns(line) <= max(width, 12) for line in told.split("\n"))
        assert not any(line[0] in "，。）" for line in told.split("\n"))
