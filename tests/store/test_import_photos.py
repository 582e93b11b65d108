import io
import json
import os

import pytest
from PIL import Image
from sqlalchemy import func, select

from backoffice.commands import import_photos, registry
from backoffice.domain.measurements import PhotoFault, Verdict
from backoffice.domain.photos import PhotoReason, PhotoSource, PhotoState, Rejection
from backoffice.domain.pictures import PORTRAIT
from backoffice.domain.refusal import Fault, Refusal
from db import tables as t
from tests.fixtures.archives import zipped
from tests.fixtures.books import run
from tests.fixtures.portraits import brightened, jpeg, noisy, portrait, spoiled
from tests.fixtures.stand_in_studio import HANGS, KILLS, STUMBLES, StandInStudio

both = pytest.mark.parametrize("books_url", ["sqlite_url", "postgres_books_url"], indirect=True)


@pytest.fixture
def books_url(request):
    return request.getfixturevalue(getattr(request, "param", "sqlite_url"))


@pytest.fixture
def holders(people):
    """Enter people without photo and card, by their numbers."""
    return lambda *numbers: {n: people.staff(number=n, photo=False, card=None) for n in numbers}


@pytest.fixture
def folder(tmp_path):
    """Write photos by name into a folder."""

    def written(photos):
        for name, content in photos.items():
            path = tmp_path / "photos" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path / "photos"

    return written


@pytest.fixture
def quick(program, monkeypatch):
    """Let the program measure without looking."""
    monkeypatch.setattr(program, "studio", StandInStudio)
    return program


@pytest.fixture
def said(program, capsys):
    """Run the command; return its exit code and what it said on both."""

    def run(path, *options):
        given = registry.command_line("en").parse_args(["import", "photos", str(path), *options])
        code = import_photos.run(program, given)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def take_in(said):
    """Run the command; return its exit code and its JSON."""

    def run(path, *options):
        code, out, _ = said(path, "--json", *options)
        return code, json.loads(out)

    return run


@pytest.fixture
def of_holder(store):
    def photos(holder_id):
        with store.reading() as books:
            return list(books.photos.of_holder(holder_id))

    return photos


def head(store):
    with store.reading() as books:
        return books.journal.head()


def waiting(store):
    with store.reading() as books:
        return books.photos.submitted_count


def rows(store):
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(t.photos))


def refused(told):
    return {one["file"]: one["reason"] for one in told["refused"]}


@both
def test_p2_photos_of_a_folder_and_the_folders_in_it_wait_for_approval(
    store, clock, holders, folder, take_in, of_holder
):
    known = holders("0012", "B7")
    photos = {"2026 秋/0012.JPG": jpeg(portrait()), "B7.jpeg": jpeg(noisy(portrait()))}
    left = {"Thumbs.db": b"x", ".DS_Store": b"x", "__MACOSX/._0012.jpg": b"x", ".git/B7.jpg": b"x"}
    others = {"list.txt": b"0012", "0099.jpg": jpeg(portrait())}
    code, told = take_in(folder(photos | left | others))
    measured = {"verdict": "good", "faults": []}
    assert (code, told) == (
        0,
        {
            "files": 4,
            "matched": 2,
            "refused": [
                {"file": "0099.jpg", "reason": "unknown_holder"},
                {"file": "list.txt", "reason": "unknown_holder"},
            ],
            "measured": [
                {"file": "2026 秋/0012.JPG", "holder": "0012", **measured},
                {"file": "B7.jpeg", "holder": "B7", **measured},
            ],
            "dry_run": False,
        },
    )
    for holder_id in known.values():
        [photo] = of_holder(holder_id)
        assert (photo.state, photo.taken_by) == (PhotoState.SUBMITTED, None)
        assert (photo.source, photo.reason) == (PhotoSource.PORTAL, PhotoReason.COLLECTED)
        assert (photo.taken_on, photo.measured.verdict) == (clock.today(), Verdict.GOOD)
        with store.reading() as books:
            picture = Image.open(io.BytesIO(books.photos.picture(photo.id)))
        assert (picture.format, picture.size) == ("JPEG", PORTRAIT)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_either_encoding_without_a_mark_are_read(
    quick, holders, folder, take_in, tmp_path, encoding
):
    """Windows in China writes GBK, the Mac writes UTF-8, and neither says so."""
    holders("20140217", "7")
    names = [
        "物理学院 誠/20140217.jpg",
        "学院/\uff17.jpg",
    ]  # 誠 ends in a backslash in GBK, 学院 is good in both
    path = zipped(tmp_path / "photos.zip", {name.encode(encoding): b"x" for name in names})
    pairs = sorted(zip(names, ("20140217", "7"), strict=True))
    assert [(m["file"], m["holder"]) for m in take_in(path)[1]["measured"]] == pairs
    path = folder({os.fsdecode("物理".encode(encoding)) + "/7.jpg": b"x"})
    assert [m["file"] for m in take_in(path)[1]["measured"]] == ["物理/7.jpg"]


@both
def test_the_same_photos_again_change_nothing(store, holders, folder, take_in):
    holders("1", "2")
    path = folder({"1.jpg": jpeg(portrait()), "2.jpg": jpeg(brightened(portrait(), plus=8))})
    first = take_in(path)
    before = head(store), rows(store)
    assert take_in(path) == first
    assert (head(store), rows(store)) == before
    assert rows(store) == waiting(store) == 2


def test_control_without_asking_the_books_a_second_run_enters_all_again(
    quick, store, holders, folder, take_in, monkeypatch
):
    holders("1", "2")
    path = folder({"1.jpg": b"a", "2.jpg": b"b"})
    take_in(path)
    monkeypatch.setattr("db.photos.SqlPhotos.has", lambda *_: False)
    take_in(path)
    assert (rows(store), waiting(store)) == (4, 2)


def test_a_rejected_photo_does_not_come_back_but_a_new_one_does(
    quick, store, clock, holders, folder, take_in, supervisor_actor
):
    known = holders("1")
    take_in(folder({"1.jpg": b"a"}))

    def reject(books, turn):
        [photo] = books.photos.of_holder(known["1"])
        books.photos.reject(photo, by=1, why=Rejection.EYES, words="", on=turn.today)

    run(store, clock, supervisor_actor, "reject", reject)
    assert take_in(folder({"1.jpg": b"a"}))[1]["matched"] == 1
    assert waiting(store) == 0
    take_in(folder({"1.jpg": b"b"}))
    assert waiting(store) == 1


def test_a_dry_run_measures_and_writes_nothing(store, holders, folder, take_in):
    holders("1")
    before = head(store)
    code, told = take_in(folder({"1.jpg": jpeg(portrait())}), "--dry-run")
    assert (code, told["matched"], told["dry_run"]) == (0, 1, True)
    assert told["measured"][0]["verdict"] == "good"
    assert (head(store), rows(store)) == (before, 0)


def test_p2_a_bad_photo_is_entered_and_named(store, holders, folder, said):
    holders("1", "2", "3")
    photos = {"1.jpg": jpeg(portrait()), "2.jpg": jpeg(spoiled(PhotoFault.NO_FACE))}
    code, out, err = said(folder(photos | {"3.jpg": b"x", "4.jpg": b"x"}))
    assert (code, waiting(store)) == (0, 2)
    assert "2.jpg: taken in, but look at it closely: No face was found" in err
    assert "3.jpg: This file is not a picture." in err
    assert "4.jpg: Nobody has this holder number." in err
    assert "1.jpg" not in err
    assert out.strip() == (
        "4 files: 2 matched, 1 of nobody known, 1 refused. Of the photos, 1 are good, 0 doubtful "
        "and 1 bad. 2 were entered and wait for approval."
    )


def test_each_picture_that_can_not_be_used_is_refused_by_itself(holders, folder, take_in):
    good = jpeg(portrait())
    gif = io.BytesIO()
    Image.new("RGB", (400, 500)).save(gif, "GIF")
    bad = {
        "truncated": good[: len(good) // 2],
        "format": gif.getvalue(),
        "too_large": good + bytes(9 << 20),
        "too_small": jpeg(portrait()[::4, ::4]),
        "not_an_image": b"MZ" + bytes(500),
    }
    holders("good", *bad)
    code, told = take_in(
        folder({f"{name}.jpg": data for name, data in (bad | {"good": good}).items()})
    )
    assert (code, told["matched"]) == (0, 1)
    assert refused(told) == {f"{name}.jpg": name for name in bad}


def test_what_belongs_to_nobody_is_not_even_opened(quick, holders, folder, take_in):
    holders("1")
    told = take_in(folder({"1.jpg": b"x", "2.jpg": KILLS, "3.jpg": HANGS}))[1]
    assert (told["matched"], set(refused(told).values())) == (1, {"unknown_holder"})


def test_of_two_files_for_one_holder_the_last_by_name_that_can_be_used_is_entered(
    quick, store, holders, folder, said, of_holder
):
    known = holders("1")
    path = folder({"a/1.jpg": b"a", "b/1.png": b"b", "c/1.jpg": b""})
    code, out, err = said(path, "--json")
    assert (code, json.loads(out)["matched"]) == (0, 2)
    assert err == "a/1.jpg was left out: b/1.png is of the same holder and comes later by name.\n"
    [photo] = of_holder(known["1"])
    with store.reading() as books:
        assert books.photos.picture(photo.id) == StandInStudio().open(b"b").cut(None)
    before = head(store)
    said(path)
    assert head(store) == before


@both
def test_one_that_waited_is_superseded(quick, store, holders, folder, take_in, of_holder):
    known = holders("1")
    take_in(folder({"1.jpg": b"old"}))
    take_in(folder({"1.jpg": b"new"}))
    states = [photo.state for photo in of_holder(known["1"])]
    assert states == [PhotoState.SUBMITTED, PhotoState.SUPERSEDED]


@both
def test_each_batch_is_an_action_of_its_own(quick, store, holders, folder, take_in, monkeypatch):
    monkeypatch.setattr(import_photos, "_BATCH", 4)
    numbers = [f"{at:03}" for at in range(10)]
    holders(*numbers)
    take_in(folder({f"{number}.jpg": number.encode() for number in numbers}))
    with store.engine.connect() as connection:
        codes = connection.scalars(select(t.actions.c.code)).all()
        audited = connection.scalars(select(t.audit.c.code)).all()
    assert codes.count("import_photos") == audited.count("import_photos") == 3
    assert waiting(store) == 10


@pytest.mark.parametrize("photos", [{}, {"9.jpg": b"x"}])
def test_when_nothing_could_be_taken_in_the_code_says_so(quick, folder, said, tmp_path, photos):
    (tmp_path / "photos").mkdir()
    code, out, err = said(folder(photos), "--json")
    assert (code, json.loads(out)["files"]) == (1, len(photos))
    assert err.startswith("Nothing could be taken in.")


def test_a_path_that_is_not_there_is_a_fault(said, tmp_path):
    with pytest.raises(Fault) as fault:
        said(tmp_path / "nowhere")
    assert fault.value.code == "file-unreadable"


def test_what_is_neither_folder_nor_zip_is_refused(said, tmp_path):
    (tmp_path / "1.jpg").write_bytes(jpeg(portrait()))
    with pytest.raises(Refusal) as refusal:
        said(tmp_path / "1.jpg")
    assert refusal.value.code == "not-photos"


def test_a_picture_that_trips_its_reader_stops_no_other(quick, holders, folder, take_in):
    holders("1", "2")
    told = take_in(folder({"1.jpg": STUMBLES, "2.jpg": b"x"}))[1]
    assert (told["matched"], refused(told)) == (1, {"1.jpg": "not_an_image"})


def test_progress_with_the_time_left_is_shown_to_people_only(
    quick, holders, folder, said, monkeypatch
):
    holders("1", "2")
    path = folder({"1.jpg": b"a", "2.jpg": b"b"})
    assert said(path)[2] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    lines = said(path)[2].split("\r")
    assert lines[1].startswith("1 of 2 photos measured, 0:0")
    assert lines[2] == "2 of 2 photos measured, 0:00 min left … \n"
