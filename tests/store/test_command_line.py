"""The program as people and scripts start it: answers, sentences and exit codes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

import main as composition
from backoffice.commands import registry
from backoffice.commands._settings import read_settings
from backoffice.domain.refusal import Fault, Refusal
from backoffice.domain.roles import Role
from db.invariants import INVARIANTS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def program(tmp_path):
    """Run ``main.py`` on a desk of its own and return what it said."""

    def run(*arguments, url=None, typed="", **environment):
        environment = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), **environment}
        environment |= {"BACKOFFICE_LANGUAGE": "en", "PATH": os.environ["PATH"]}
        given = ["--database", url] if url else []
        if url and not url.startswith("sqlite"):  # beside a file, the folder is known
            (tmp_path / "desk.toml").write_text(f"folder = '{tmp_path}'")
            given += ["--settings", tmp_path / "desk.toml"]
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", *given, *arguments],
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        return done

    return run


def settings(tmp_path, **given):
    given = {"database": None, "file": None, "language": None, "environment": {}} | given
    return read_settings(**given)


def test_books_in_order_pass_the_check(program, lived_in_url):
    done = program("check", url=lived_in_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ invariants hold\.\n", done.stdout)


@pytest.mark.breaks_invariants
def test_broken_books_fail_the_check_by_name(program, lived_in):
    with lived_in.engine.begin() as connection:
        connection.execute(text("UPDATE print_jobs SET anchor = NULL"))
        connection.execute(text("DELETE FROM search_keys"))
    url = lived_in.engine.url.render_as_string(hide_password=False)
    done = program("check", "--json", url=url)
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert (said["ok"], said["checked"]) == (False, len(INVARIANTS))
    failed = {one["invariant"]: one for one in said["failed"]}
    assert set(failed) == {"anchors-are-in-the-chain", "everybody-is-found"}
    assert len(failed["everybody-is-found"]["sample"]) <= failed["everybody-is-found"]["rows"]
    assert "everybody-is-found" in done.stderr


def test_what_became_of_an_action_is_told(program, lived_in):
    with lived_in.reading() as books:
        row = books.connection.execute(text("SELECT id FROM actions WHERE code = 'lost_card'"))
        action_id = row.scalars().first()
    url = lived_in.engine.url.render_as_string(hide_password=False)
    done = program("actions", "--id", action_id, "--json", url=url)
    said = json.loads(done.stdout)
    assert (said["code"], said["desk"], said["clerk"]) == ("lost_card", "22", "lina")
    assert said["outcome"]["fee"] == 0
    assert "lost_card" in program("actions", "--id", action_id, url=url).stdout


def test_an_action_nobody_knows_is_no_action(program, sqlite_url):
    done = program("actions", "--id", "nothing", url=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing of it was done" in done.stderr


def test_somebody_entered_can_sign_in_once(program, sqlite_url, key_file, tmp_path):
    done = program("user", "add", "Chen", "--role", "supervisor", url=sqlite_url)
    assert done.returncode == 0
    password = re.search(r"password (\S+)", done.stdout)[1]
    desk = composition.DeskProgram(settings(tmp_path, database=sqlite_url))
    with desk.store().reading() as books:
        clerk = books.clerks.by_login("chen")
    assert (clerk.role, clerk.must_change) == (Role.SUPERVISOR, True)
    assert desk.passwords.matches(clerk.password_hash, password)
    assert not desk.passwords.matches(clerk.password_hash, password + "x")
    assert clerk.password_hash.startswith("$argon2id$")
    again = program("user", "add", "chen", "--role", "clerk", url=sqlite_url)
    assert (again.returncode, again.stdout) == (1, "")
    assert "chen" in program("user", "list", url=sqlite_url).stdout
    desk.store().close()


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["user"], ["actions"], ["user", "add", "x", "--role", "king"]]
)
def test_what_is_no_command_is_explained(program, arguments):
    done = program(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: main.py")


def test_books_that_can_not_be_reached_are_a_fault(program):
    done = program("check", url="postgresql+psycopg://x@127.0.0.1:1/x")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1


def test_books_move_to_another_machine_with_copy_and_sheet(program, lived_in_url, tmp_path):
    copy = tmp_path / "copy"
    done = program("backup", copy, url=lived_in_url)
    assert done.returncode == 0
    assert "The key is not in it" in done.stdout
    desk = tmp_path / "new desk"
    desk.mkdir()
    url = f"sqlite:///{desk / 'books.sqlite'}"
    assert program("restore", copy, url=url).returncode == 3  # no key yet
    old = composition.DeskProgram(settings(tmp_path, database=f"sqlite:///{tmp_path / 'any'}"))
    groups = "-".join(old.upkeep().key_sheet().groups)
    wrong = program("key", "restore", url=url, typed=groups[:-1])
    assert wrong.returncode == 1
    assert program("key", "restore", url=url, typed=groups + "\n").returncode == 0
    assert program("restore", copy, url=url).returncode == 0
    assert program("check", url=url).returncode == 0
    sheet = program("key", "sheet", desk / "sheet.pdf", url=url)
    assert sheet.returncode == 0
    assert (desk / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_a_first_start_leaves_key_and_sheet_and_an_administrator(tmp_path):
    url = f"sqlite:///{tmp_path / 'books.sqlite'}"
    desk = composition.DeskProgram(settings(tmp_path, database=url))
    first = desk.first_start()
    assert first.login == "admin"
    assert first.recovery_sheet.read_bytes().startswith(b"%PDF")
    assert first.recovery_sheet.stat().st_mode & 0o777 == 0o600
    with desk.store().reading() as books:
        clerk = books.clerks.by_login("admin")
    assert clerk.must_change
    assert desk.passwords.matches(clerk.password_hash, first.password)
    assert desk.first_start() is None
    desk.store().close()
    kept = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert first.password.encode() not in kept
    assert first.password not in repr(first)


def test_an_unexpected_error_gets_a_number_and_gives_nothing_away(tmp_path, monkeypatch, capsys):
    def fail(program, options):
        with program.store().reading() as books:
            books.connection.execute(text("SELECT 1 FROM holders WHERE nonsense = '王小明'"))

    monkeypatch.setattr("backoffice.commands.user_list.run", fail)
    url = f"sqlite:///{tmp_path / 'books.sqlite'}"
    code = composition.main(["--language", "en", "--database", url, "user", "list"])
    said = capsys.readouterr()
    assert (code, said.out) == (3, "")
    number = re.search(r"incident (\w+)", said.err)[1]
    log = (tmp_path / "card-center.log").read_text()
    assert number in log
    assert "test_command_line.py" in log
    assert "OperationalError" in log
    assert "王小明" not in log + said.err


def test_starting_loads_nothing_heavy():
    heavy = ("sqlalchemy", "alembic", "tkinter", "ttkbootstrap", "reportlab", "PIL", "pypinyin")
    program = f"import main, sys; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True) == "[]\n"


def test_a_flag_wins_over_environment_over_file_over_default(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    default = settings(tmp_path)
    assert default.database == f"sqlite:///{tmp_path / 'card-center' / 'backoffice.sqlite'}"
    file = tmp_path / "desk.toml"
    file.write_text('database = "sqlite:////file/x"\nlanguage = "zh_CN"\ndesk = "23"\n')
    from_file = settings(tmp_path, file=str(file))
    assert (from_file.database, from_file.language) == ("sqlite:////file/x", "zh_CN")
    assert (from_file.desk, from_file.folder) == ("23", Path("/file"))
    environment = {"BACKOFFICE_SETTINGS": str(file), "BACKOFFICE_DATABASE": "sqlite:////env/x"}
    from_environment = settings(tmp_path, environment=environment)
    assert (from_environment.database, from_environment.desk) == ("sqlite:////env/x", "23")
    flag = settings(tmp_path, database="sqlite:////flag/x", language="en", environment=environment)
    assert (flag.database, flag.language) == ("sqlite:////flag/x", "en")


def test_the_file_of_the_user_is_found_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "card-center").mkdir()
    (tmp_path / "card-center" / "settings.toml").write_text(
        '[printers.card]\nkind = "ipp"\ntarget = "ipp://127.0.0.1/x"\noptions = {duplex = false}\n'
    )
    found = settings(tmp_path)
    assert found.printers["card"].options == {"duplex": False}
    assert composition.DeskProgram(found).printers().state("receipt").ready is False


def test_a_role_may_have_several_printers(tmp_path):
    (tmp_path / "settings.toml").write_text(
        '[printers.b]\nkind = "folder"\ntarget = "b"\nrole = "card"\n'
        '[printers.card]\nkind = "folder"\ntarget = "a"\n'
    )
    found = settings(tmp_path, file=str(tmp_path / "settings.toml"))
    assert found.printers_of("card") == ("card", "b")
    assert composition.DeskProgram(found).printers().names("card") == ("card", "b")


@pytest.mark.parametrize(
    ("content", "names"),
    [("colour = 'red'", "colour"), ("desk = 22", "desk"), ("desk = '22", "settings")],
)
def test_a_settings_file_that_is_wrong_is_refused(tmp_path, content, names):
    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(Refusal) as refused:
        settings(tmp_path, file=str(tmp_path / "settings.toml"))
    assert refused.value.code == "settings-wrong"
    assert names in str(refused.value)


def test_a_settings_file_that_is_missing_is_a_fault(tmp_path):
    with pytest.raises(Fault):
        settings(tmp_path, file=str(tmp_path / "settings.toml"))


def test_a_language_nobody_speaks_here_is_refused(program):
    done = program("--language", "tlh", "user", "list")
    assert done.returncode == 1
    assert "zh_CN" in done.stderr


def test_without_a_screen_there_is_no_window(program, sqlite_url):
    done = program(url=sqlite_url)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "There is no screen here to open the window on.\n"


def test_a_printer_option_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "settings.toml").write_text(
        '[printers.card]\nkind = "folder"\ntarget = "x"\noptions = {colour = 1}\n'
    )
    desk = composition.DeskProgram(settings(tmp_path, file=str(tmp_path / "settings.toml")))
    with pytest.raises(Refusal) as refused:
        desk.printers()
    assert refused.value.code == "printer-settings"


def test_a_policy_is_listed_decided_and_holds(program, books_url, store):
    shipped = {"photo.approver_is_not_taker": "on", "photo.keep_old_days": "365"}
    listed = program("policy", "list", "--json", url=books_url)
    assert json.loads(listed.stdout).items() >= shipped.items()
    done = program("policy", "set", "photo.keep_old_days", "30", url=books_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "photo.keep_old_days is 30 now; it was 365.\n"
    assert "photo.keep_old_days = 30\n" in program("policy", "list", url=books_url).stdout
    with store.reading() as books:
        assert books.policies.text("photo.keep_old_days") == "30"
        assert books.connection.scalar(
            text("SELECT code FROM audit ORDER BY seq DESC LIMIT 1")
        ) == ("policy_change")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("photo.keep_old_days", "0", "“0” is no value of photo.keep_old_days. Possible: 1–36500."),
        ("photo.approver_is_not_taker", "maybe", "Possible: on, off."),
        ("photo.colour", "on", "There is no policy “photo.colour”. Choose one of: photo."),
    ],
)
def test_a_policy_or_value_that_does_not_exist_is_refused(program, sqlite_url, name, value, says):
    done = program("policy", "set", name, value, url=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


def test_every_command_is_named_like_its_module():
    found = list(registry.commands())
    for command in found:
        assert command.__name__.rpartition(".")[2] == "_".join(command.NAME).replace("-", "_")
        assert command.SUMMARY[0].islower()
        assert not command.SUMMARY.endswith(".")
    assert {("check",), ("backup",), ("restore",), ("actions",)} <= {c.NAME for c in found}


def test_specimens_of_a_design_are_written_for_the_hand(program, sqlite_url, tmp_path):
    sheet = tmp_path / "specimens.pdf"
    done = program("specimens", sheet, "--design", "student", url=sqlite_url)
    assert (done.returncode, str(sheet) in done.stdout) == (0, True)
    assert sheet.read_bytes().startswith(b"%PDF")
    unknown = program("specimens", sheet, "--design", "gold@2", url=sqlite_url)
    assert (unknown.returncode, "gold@2" in unknown.stderr) == (1, True)


def test_printers_are_listed_and_tested_from_the_command_line(program, lived_in_url, tmp_path):
    paper = tmp_path / "paper"
    (tmp_path / "one.toml").write_text(
        f"folder = '{tmp_path}'\n[printers.receipt]\nkind = 'folder'\ntarget = '{paper}'\n"
        f"[printers.card]\nkind = 'folder'\ntarget = '{paper}'\n"
    )
    given = ("--settings", tmp_path / "one.toml", "--database", lived_in_url)
    listed = program(*given, "printer", "list", "--json")
    card = json.loads(listed.stdout)["printers"][1]
    assert (card["name"], card["ready"], card["reasons"]) == ("card", False, ["folder-missing"])
    refused = program(*given, "printer", "test", "card")
    assert refused.returncode == 1
    assert "does not exist" in refused.stderr
    paper.mkdir()
    assert "The printer is ready." in program(*given, "printer", "list").stdout
    for name in ("card", "receipt"):
        done = program(*given, "printer", "test", name, "--json")
        assert json.loads(done.stdout)["result"] == "delivered", done.stderr
    assert len(list(paper.glob("test-*.pdf"))) == 2
    assert program(*given, "printer", "test", "nobody").returncode == 1
