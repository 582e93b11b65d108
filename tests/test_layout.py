"""The house rules about size, names and pairs; pyproject.toml holds those about imports."""

import ast
import pkgutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import backoffice.ui.views
import backoffice.workflows

ROOT = Path(__file__).parents[1]
PACKAGES = ("backoffice", "db", "printing")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "handler", "data", "info"}
TOP_LEVEL = {
    *(*PACKAGES, "assets", "tests", "main.py", "requirements.txt"),
    *("README.md", "pyproject.toml", "Makefile", ".ci", ".gitignore", ".gitattributes"),
}


def kept() -> list[Path]:
    """Return every file that belongs to the project, whether committed already or not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    files = [Path(name) for name in listed.stdout.split("\0") if name]
    return [file for file in files if (ROOT / file).exists()]


def modules(*tops: str) -> list[Path]:
    return [f for f in kept() if f.suffix == ".py" and f.parts[0] in tops]


def lines(module: Path) -> int:
    return len((ROOT / module).read_text(encoding="utf-8").splitlines())


def functions(module: Path) -> Iterator[tuple[str, int]]:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


def at_home(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names or name.startswith("backoffice.domain")


def names(package) -> set[str]:
    return {m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")}


def test_no_module_is_longer_than_400_lines():
    long = {str(m): lines(m) for m in modules(*PACKAGES, "main.py", "tests") if lines(m) > 400}
    assert long == {}


def test_half_the_modules_are_short():
    sizes = [lines(m) for m in modules(*PACKAGES) if m.name != "__init__.py"]
    assert statistics.median(sizes) <= 120


def test_functions_are_short():
    sizes = dict(f for m in modules(*PACKAGES, "main.py") for f in functions(m))
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    long = sorted((size, name) for name, size in sizes.items() if size >= 30)
    assert len(long) <= len(sizes) / 10, long


def test_the_top_level_holds_only_what_it_may():
    assert {file.parts[0] for file in kept()} <= TOP_LEVEL


def test_no_module_has_a_name_that_says_nothing():
    said = {
        str(m)
        for m in modules(*PACKAGES, "tests")
        if set(m.with_suffix("").parts) & FORBIDDEN_NAMES
    }
    assert said == set()


def test_every_workflow_has_its_view_and_every_view_its_workflow():
    assert names(backoffice.workflows) == names(backoffice.ui.views)


@pytest.mark.parametrize("folder", ["rules", "desk"])
def test_every_workflow_has_its_test(folder):
    tests = {
        file.stem.removeprefix("test_") for file in (ROOT / "tests" / folder).glob("test_*.py")
    }
    assert names(backoffice.workflows) - tests == set()


def test_the_domain_rests_on_the_standard_library_alone():
    foreign = set()
    for module in modules("backoffice"):
        if module.parts[1] == "domain":
            foreign |= {(str(module), name) for name in imports(module) if not at_home(name)}
    assert foreign == set()


def test_nobody_imports_the_composition_root():
    assert [str(m) for m in modules(*PACKAGES) if "main" in imports(m)] == []
