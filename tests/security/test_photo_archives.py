"""Photos from outside: names that lead elsewhere, links, bombs and damaged ZIPs harm nobody."""

import io
import json
import os
import random
import socket
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.commands import _photo_files, import_photos, registry
from backoffice.commands._photo_files import LARGEST_FILE, open_source
from backoffice.commands._photo_names import decoded, number_in, require_safe, shown
from backoffice.domain.refusal import Fault, Refusal
from tests.fixtures.archives import DEVICE, LINK, entry, zipped, zipped_entries
from tests.fixtures.portraits import jpeg, portrait
from tests.fixtures.stand_in_studio import StandInStudio

TRICKS = {
    "up": "../7.jpg",
    "up inside": "a/../../7.jpg",
    "only up": "..",
    "absolute": "/etc/7.jpg",
    "drive": "C:7.jpg",
    "drive and folder": "c:/7.jpg",
    "backslash": "..\\7.jpg",
    "backslash alone": "a\\7.jpg",
    "share": "\\\\server\\7.jpg",
    "line break": "7\n.jpg",
    "escape": "\x1b[2J/7.jpg",
    "delete": "7\x7f.jpg",
    "nul": "7.jpg\0.exe",
    "bidi": "7\u202egpj.exe",
    "isolate": "\u20667\u2069.jpg",
    "zero width": "7\u200b.jpg",
    "byte order": "\ufeff7.jpg",
    "line separator": "7\u2028.jpg",
    "long part": f"{'x' * 256}/7.jpg",
    "long": f"{'x/' * 200}7.jpg",
    "long in Chinese": f"{'学' * 90}/7.jpg",
}


@pytest.fixture
def books_url(sqlite_url):
    return sqlite_url


@pytest.fixture
def said(program, people, monkeypatch, capsys):
    """Take photos in, known holders being 7 and 8; return the exit code and what was said."""
    monkeypatch.setattr(program, "studio", StandInStudio)
    for number in ("7", "8"):
        people.staff(number=number, photo=False, card=None)

    def run(path, *options):
        arguments = registry.command_line("en").parse_args(
            ["import", "photos", str(path), *options]
        )
        return import_photos.run(program, arguments), *capsys.readouterr()

    return run


@pytest.fixture
def take_in(said):
    return lambda path: json.loads(said(path, "--json")[1])


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "photos.zip"


def refused(told):
    return {one["file"]: one["reason"] for one in told["refused"]}


def read(path):
    """Return what every file of a source is: its content, or the code it is refused with."""
    source, found = open_source(path), {}
    try:
        for file in source.files():
            try:
                if file.refusal:
                    raise file.refusal
                found[file.name] = source.read(file.place)
            except Refusal as refusal:
                found[file.name] = refusal.code
    finally:
        source.close()
    return found


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_that_tricks_is_refused_and_the_photo_beside_it_is_not(said, archive, trick):
    name = TRICKS[trick]
    zipped(archive, {name: b"x", "8.jpg": b"y"})
    code, out, _ = said(archive, "--json")
    told = json.loads(out)
    assert (code, told["matched"], refused(told)) == (0, 1, {name: "unsafe_name"})
    line = said(archive)[2]
    assert line.count("\n") == 1
    assert line.removesuffix("\n").isprintable()


def test_names_that_only_look_odd_are_taken_in(take_in, archive):
    names = ["./7.jpg", "a//8.jpg", "物理 (2026) é 𠅤/\uff17.JPG", "a..b/8", "12:30/8.jpeg"]
    told = take_in(zipped(archive, dict.fromkeys(names, b"x")))
    assert (told["matched"], told["refused"]) == (5, [])


def test_bytes_that_are_text_in_no_encoding_are_refused(take_in, archive, tmp_path):
    zipped(archive, {b"\xff\xff/7.jpg": b"x"})
    assert refused(take_in(archive)) == {"\\xff\\xff/7.jpg": "unsafe_name"}
    folder = tmp_path / "folder" / os.fsdecode(b"\xff\xff")
    folder.mkdir(parents=True)
    (folder / "7.jpg").write_bytes(b"x")
    assert refused(take_in(tmp_path / "folder")) == {"\\xff\\xff/7.jpg": "unsafe_name"}


def test_what_systems_leave_behind_is_not_counted(take_in, archive):
    left = ["__MACOSX/._7.jpg", ".DS_Store", "a/Thumbs.db", "THUMBS.DB", ".hidden/7.jpg", "b/"]
    told = take_in(zipped(archive, dict.fromkeys([*left, "7.jpg"], b"x")))
    assert (told["files"], told["matched"]) == (1, 1)


def test_links_and_devices_in_a_zip_are_refused(take_in, archive):
    entries = [(entry("7.jpg", mode=LINK), b"/etc/passwd"), (entry("8.jpg", mode=DEVICE), b"")]
    told = take_in(zipped_entries(archive, *entries))
    assert refused(told) == {"7.jpg": "unsafe_name", "8.jpg": "unsafe_name"}


def test_links_pipes_and_sockets_in_a_folder_are_refused_and_never_opened(take_in, tmp_path):
    folder, outside = tmp_path / "photos", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "7.jpg").write_bytes(b"x")
    (folder / "7.jpg").symlink_to(outside / "7.jpg")
    (folder / "more").symlink_to(outside)
    (folder / "round").symlink_to(folder)
    (folder / "nowhere.jpg").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "8.jpg")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(folder / "8.png"))
        told = take_in(folder)
    names = ["7.jpg", "more", "round", "nowhere.jpg", "8.jpg", "8.png"]
    assert (told["files"], refused(told)) == (6, dict.fromkeys(names, "unsafe_name"))


@pytest.mark.parametrize("becomes", ["link", "pipe"])
def test_a_file_that_becomes_something_else_meanwhile_is_not_followed(tmp_path, becomes):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "7.jpg").write_bytes(b"x")
    source = open_source(folder)
    [file] = source.files()
    (folder / "7.jpg").unlink()
    if becomes == "pipe":
        os.mkfifo(folder / "7.jpg")
        assert source.read(file.place) == b""
        return
    (folder / "7.jpg").symlink_to("/etc/passwd")
    with pytest.raises(Refusal):
        source.read(file.place)


def test_locked_entries_and_other_packings_are_refused(take_in, archive):
    zipped_entries(
        archive,
        (entry("7.jpg", packed=zipfile.ZIP_BZIP2), b"x"),
        (entry("a/7.jpg", packed=zipfile.ZIP_LZMA), b"x"),
        (entry("b/7.jpg"), b"x"),
        (entry("8.jpg"), b"x"),
    )
    content = bytearray(archive.read_bytes())
    for signature, flags, name in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        at = content.find(b"b/7.jpg") - name
        while content[at : at + 4] != signature:
            at = content.find(b"b/7.jpg", at + name + 1) - name
        content[at + flags] |= 1
    archive.write_bytes(content)
    told = take_in(archive)
    assert refused(told) == dict.fromkeys(["7.jpg", "a/7.jpg", "b/7.jpg"], "format")
    assert told["matched"] == 1


def test_an_archive_in_an_archive_stays_closed(program, people, archive, tmp_path, capsys):
    people.staff(number="7", photo=False, card=None)
    inner = zipped(tmp_path / "inner.zip", {"8.jpg": jpeg(portrait())})
    zipped(archive, {"7.zip": inner.read_bytes(), "inner.zip": inner.read_bytes()})
    given = registry.command_line("en").parse_args(["import", "photos", str(archive), "--json"])
    assert import_photos.run(program, given) == 1
    found = refused(json.loads(capsys.readouterr().out))
    assert found == {"7.zip": "not_an_image", "inner.zip": "unknown_holder"}


def test_reading_ends_just_beyond_the_largest_photo(archive):
    zipped(archive, {"7.jpg": bytes(60 << 20), "8.jpg": b"y"})
    assert {name: len(data) for name, data in read(archive).items()} == {
        "7.jpg": LARGEST_FILE + 1,
        "8.jpg": 1,
    }


@pytest.mark.parametrize("declared", [10, 0, 4 << 30])
def test_a_size_that_is_a_lie_gives_no_more_and_no_less(archive, declared):
    zipped(archive, {"7.jpg": bytes(20 << 20)})
    content = archive.read_bytes()
    size = struct.pack("<L", 20 << 20)
    archive.write_bytes(content.replace(size, struct.pack("<L", min(declared, 0xFFFFFFFE))))
    [found] = read(archive).values()
    assert found in {"truncated", bytes(LARGEST_FILE + 1)}


def test_a_zip_of_many_small_bombs_is_refused_as_a_whole(archive, monkeypatch):
    bombs = {f"{at}.jpg": bytes(1 << 20) for at in range(8)}
    zipped(archive, bombs)
    assert len(read(archive)) == 8  # few, small bombs do no harm
    monkeypatch.setattr(_photo_files, "_SUSPICIOUS", 4 << 20)
    with pytest.raises(Refusal) as refusal:
        read(archive)
    assert refusal.value.code == "archive-refused"
    photos = {name: random.Random(1).randbytes(len(bomb)) for name, bomb in bombs.items()}
    assert len(read(zipped(archive, photos))) == 8


def test_too_many_files_are_refused_as_a_whole(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(_photo_files, "MOST_FILES", 3)
    (tmp_path / "photos" / "more").mkdir(parents=True)
    for count, name in enumerate(["1.jpg", "2.jpg", "more/3.jpg"]):
        if count == 2:
            assert len(read(tmp_path / "photos")) == 2
        (tmp_path / "photos" / name).write_bytes(b"x")
    zipped(archive, dict.fromkeys("abcd", b"x"))
    for path in (archive, tmp_path / "photos"):
        with pytest.raises(Refusal) as refusal:
            read(path)
        assert refusal.value.code == "too-many-files"


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(archive):
    listed = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 6, *[0] * 3, 1, *[0] * 4, 0, 0) + b"7"
    entries = 400_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(listed) * entries, 4, 0)
    archive.write_bytes(b"PK\3\4" + listed * entries + end)
    tracemalloc.start()
    try:
        with pytest.raises(Refusal) as refusal:
            read(archive)
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()
    assert refusal.value.code == "too-many-files"


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.9, 0.999])
def test_a_zip_that_is_cut_off_is_refused_with_what_to_do(said, archive, cut):
    zipped(archive, {"7.jpg": random.Random(1).randbytes(50_000)})
    content = archive.read_bytes()
    archive.write_bytes(content[: max(4, int(len(content) * cut))])
    with pytest.raises(Refusal) as refusal:
        said(archive)
    assert refusal.value.code == "archive-refused"
    assert refusal.value.advice


def test_an_entry_that_is_damaged_is_refused_by_itself(take_in, archive):
    zipped(archive, {"7.jpg": bytes(range(256)) * 20, "8.jpg": b"y"})
    content = bytearray(archive.read_bytes())
    content[60:70] = bytes(10)
    archive.write_bytes(content)
    told = take_in(archive)
    assert (told["matched"], refused(told)) == (1, {"7.jpg": "truncated"})


SOUND = io.BytesIO()
with zipfile.ZipFile(SOUND, "w", zipfile.ZIP_DEFLATED) as _opened:
    _opened.writestr("7.jpg", b"seven" * 9)
    _opened.writestr("学院/8.jpg", b"eight" * 9)


@given(
    st.lists(st.tuples(st.integers(0, len(SOUND.getvalue()) - 1), st.integers(0, 255)), max_size=8)
)
def test_whatever_is_wrong_inside_a_zip_it_is_an_answer(tmp_path_factory, changes):
    content = bytearray(SOUND.getvalue())
    for at, value in changes:
        content[at] = value
    path = tmp_path_factory.getbasetemp() / "changed.zip"
    path.write_bytes(content)
    try:
        found = read(path)
    except (Refusal, Fault):
        return
    assert all(
        isinstance(one, bytes | str) and len(one) <= LARGEST_FILE + 1 for one in found.values()
    )


@given(st.text(max_size=300))
def test_whatever_a_file_is_called_it_is_shown_on_one_line(name):
    number_in(name)
    assert shown(name).isprintable()
    with suppress(Refusal):
        require_safe(name)
        assert name.isprintable() or not name.isascii()


@given(st.binary(max_size=60))
def test_whatever_bytes_a_name_has_it_is_read_and_never_leads_away(raw):
    name = decoded(raw)
    name.encode()
    if b".." in raw.split(b"/") or raw.startswith(b"/"):
        with pytest.raises(Refusal):
            require_safe(name)
