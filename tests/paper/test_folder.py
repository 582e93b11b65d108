"""The folder: files appear whole, once, and nothing is written over."""

import pytest

from backoffice.domain.refusal import Refusal
from printing.connections import folder as module
from printing.contracts import PrinterSettings
from printing.registry import names, open_printers
from tests.fixtures.documents import a_card, a_receipt, portrait


@pytest.fixture
def printers(tmp_path):
    (tmp_path / "out").mkdir()
    settings = PrinterSettings(kind="folder", target=str(tmp_path / "out"))
    return open_printers({"card": settings, "receipt": settings})


@pytest.fixture
def out(tmp_path, printers):
    return tmp_path / "out"


def test_a_card_appears_as_a_file_named_by_its_job(printers, out):
    prepared = printers.prepare("card", a_card())
    seen = []
    delivery = printers.deliver("card", prepared, job="J-1", progress=seen.append)
    assert (delivery.result, delivery.device_job) == ("delivered", "J-1.pdf")
    assert [state.ready for state in seen] == [True]
    assert (out / "J-1.pdf").read_bytes() == prepared.payload
    assert [file.name for file in out.iterdir()] == ["J-1.pdf"]


def test_the_same_job_again_is_still_one_file(printers, out):
    prepared = printers.prepare("receipt", a_receipt())
    first = printers.deliver("receipt", prepared, job="J-1")
    when = (out / "J-1.pdf").stat().st_mtime_ns
    assert printers.deliver("receipt", prepared, job="J-1") == first
    assert (out / "J-1.pdf").stat().st_mtime_ns == when


def test_another_file_of_that_name_is_left_alone(printers, out):
    (out / "J-1.pdf").write_bytes(b"somebody else's")
    delivery = printers.deliver("card", printers.prepare("card", a_card()), job="J-1")
    assert (delivery.result, delivery.reasons) == ("unconfirmed", ("file-exists",))
    assert (out / "J-1.pdf").read_bytes() == b"somebody else's"
    assert [file.name for file in out.iterdir()] == ["J-1.pdf"]


def test_a_file_that_appears_meanwhile_is_left_alone(printers, out, monkeypatch):
    really = module.os.fsync

    def meanwhile(descriptor):
        really(descriptor)
        if not (out / "J-1.pdf").exists():
            (out / "J-1.pdf").write_bytes(b"another desk's")

    monkeypatch.setattr(module.os, "fsync", meanwhile)
    delivery = printers.deliver("card", printers.prepare("card", a_card()), job="J-1")
    assert delivery.reasons == ("file-exists",)
    assert (out / "J-1.pdf").read_bytes() == b"another desk's"


@pytest.mark.parametrize(
    ("target", "reason"), [("/nowhere/at/all", "folder-missing"), ("/proc", "folder-read-only")]
)
def test_a_folder_that_takes_nothing_says_why(target, reason):
    printers = open_printers({"card": PrinterSettings(kind="folder", target=target)})
    delivery = printers.deliver("card", printers.prepare("card", a_card()), job="J-1")
    assert (delivery.result, delivery.reasons) == ("unconfirmed", (reason,))
    assert not delivery.taken


def test_a_disk_that_is_full_leaves_no_half_file(printers, out, monkeypatch):
    prepared = printers.prepare("card", a_card())

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "fsync", full)
        delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)
    assert list(out.iterdir()) == []
    assert printers.deliver("card", prepared, job="J-1").result == "delivered"


@pytest.mark.parametrize("job", ["../J-1", "a/b", ".hidden"])
def test_a_job_can_not_name_a_file_elsewhere(printers, out, job):
    delivery = printers.deliver("card", printers.prepare("card", a_card()), job=job)
    assert delivery.reasons == ("refused",)
    assert list(out.iterdir()) == []
    assert not (out.parent / "J-1.pdf").exists()


def test_a_role_without_a_printer_is_said_not_raised():
    printers = open_printers({})
    assert printers.state("card").reasons == ("not-configured",)
    prepared = printers.prepare("card", a_card())
    delivery = printers.deliver("card", prepared, job="J-1")
    assert (delivery.result, delivery.taken) == ("unconfirmed", False)


@pytest.mark.parametrize(
    "settings",
    [
        {"card": PrinterSettings(kind="fax", target="x")},
        {"card": PrinterSettings(kind="folder", target="x", language="latin")},
        {"poster": PrinterSettings(kind="folder", target="x")},
        {"poster": PrinterSettings(kind="folder", target="x", role="poster")},
        {"receipt": PrinterSettings(kind="folder", target="x", role="card")},
    ],
)
def test_settings_that_mean_nothing_are_refused(settings):
    with pytest.raises(Refusal) as refused:
        open_printers(settings)
    assert refused.value.code == "printer-settings"
    assert refused.value.advice


def test_a_role_may_have_several_printers_and_its_own_name_comes_first(tmp_path):
    folders = {}
    for name in ("b", "card", "a"):
        (tmp_path / name).mkdir()
        role = "" if name == "card" else "card"
        target = str(tmp_path / name)
        folders[name] = PrinterSettings(kind="folder", target=target, role=role)
    printers = open_printers(folders)
    assert printers.names("card") == ("card", "b", "a")
    assert printers.names("receipt") == ("receipt",)
    printers.deliver("b", printers.prepare("b", a_card()), job="J-1")
    assert [file.parent.name for file in tmp_path.rglob("*.pdf")] == ["b"]


def test_everything_in_the_three_folders_is_found():
    import printing.connections
    import printing.faces
    import printing.languages

    assert names(printing.connections) == ("cups", "folder", "ipp", "raw", "spooler")
    assert names(printing.languages) == ("escpos", "pdf", "png")
    papers = {"card", "day_report", "receipt", "recovery_sheet", "slip", "statement"}
    assert papers <= set(names(printing.faces))


def test_a_folder_may_ask_for_pictures(tmp_path):
    settings = PrinterSettings(kind="folder", target=str(tmp_path), language="png")
    printers = open_printers({"card": settings})
    prepared = printers.prepare("card", a_card())
    assert (prepared.mime, prepared.ending, prepared.pages) == ("image/png", "png", 2)
    assert printers.deliver("card", prepared, job="J-1").result == "delivered"
    from PIL import Image

    with Image.open(tmp_path / "J-1.png") as picture:
        assert picture.size == (1012, 2 * 638)


def test_pictures_are_one_png_for_each_page():
    from io import BytesIO

    from PIL import Image

    pages = open_printers({}).picture(a_card(photo=portrait()), dpi=150)
    assert [Image.open(BytesIO(page)).size for page in pages] == [(506, 319)] * 2


def test_looking_for_printers_costs_nothing_heavy():
    import subprocess
    import sys

    heavy = ("reportlab", "zxingcpp", "pyipp", "aiohttp", "pypdfium2", "PIL", "barcode")
    told = (
        "import sys; from printing.registry import open_printers, PrinterSettings as S; "
        "open_printers({'card': S(kind='ipp', target='ipp://localhost/ipp/print')}); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
