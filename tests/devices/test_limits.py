"""The limits of photos are data: what is wrong in the file is said in one sentence."""

import pytest

from backoffice.devices.limits import LIMITS, read_limits, shipped
from backoffice.domain.measurements import FIGURE_NAMES, PhotoFault, Verdict
from backoffice.domain.refusal import Fault

SHIPPED = LIMITS.read_text(encoding="utf-8")


def test_p2_the_shipped_limits_name_every_figure():
    limits = read_limits(LIMITS)
    assert limits.figures.keys() == FIGURE_NAMES.keys()
    assert limits == shipped()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("least = 140", 'least = "many"'),
        ("least = 140", "leest = 140"),
        ("[figures]", "[figures"),
        ("roll = {", "rol = {"),
        ('"no_face",', '"no_nose",'),
        ("[dim]", "[dimm]"),
        ("least = 160, most = 275", "least = 275, most = 160"),
    ],
)
def test_p2_a_mistake_in_the_limits_is_told_with_the_file(tmp_path, right, wrong):
    file = tmp_path / "limits.toml"
    file.write_text(SHIPPED, encoding="utf-8")
    assert read_limits(file) == shipped()  # the control: it was right before
    assert right in SHIPPED
    file.write_text(SHIPPED.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Fault) as told:
        read_limits(file)
    assert told.value.code == "photo-limits-wrong"
    assert str(file) in str(told.value.message)


def test_p2_limits_that_are_missing_are_told(tmp_path):
    with pytest.raises(Fault, match="limits"):
        read_limits(tmp_path / "none.toml")


def test_p2_the_verdict_follows_the_worst_fault():
    limits = shipped()
    assert limits.verdict(()) is Verdict.GOOD
    assert limits.verdict((PhotoFault.BACKGROUND,)) is Verdict.DOUBTFUL
    assert limits.verdict((PhotoFault.BLURRED, PhotoFault.BACKGROUND)) is Verdict.BAD


def test_p2_another_limit_gives_another_figure(tmp_path):
    file = tmp_path / "limits.toml"
    file.write_text(SHIPPED.replace("least = 140", "least = 200"), encoding="utf-8")
    assert read_limits(file).figure("resolution", 179).good is False
    assert shipped().figure("resolution", 179).good is True
