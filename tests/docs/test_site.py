"""The site is built without a warning, has every page, and what is made from the code is all there."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.reference import PAGES, write_pages

import tallystick
from command import COMMAND
from tallystick.cli import COMMANDS
from tallystick.cli.described import commands
from tallystick.custody import CHECKS
from tallystick.explain import EXPLAINERS
from tallystick.identity.rules import RULES as IDENTITY_RULES
from tallystick.policy import RULES

pytestmark = pytest.mark.first

DOCS = Path(__file__).parents[2] / "docs"


def build(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    return subprocess.run(
        [*command, "-d", str(out / "trees"), str(folder), str(out / "html")],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_site_is_built_without_a_warning_and_every_page_is_in_it(tmp_path: Path) -> None:
    done = build(DOCS, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    built = {path.relative_to(tmp_path / "html") for path in (tmp_path / "html").rglob("*.html")}
    assert pages <= built
    index = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert [
        str(page) for page in pages if str(page) != "index.html" and str(page) not in index
    ] == []


@pytest.mark.parametrize("link", ["absent.md", "a.md#no-such-heading"])
def test_a_broken_link_is_an_error(link: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_bytes((DOCS / "conf.py").read_bytes())
    with (source / "conf.py").open("a") as conf:
        conf.write("del setup\nextensions = ['myst_parser']\nhtml_theme = 'basic'\n")
    (source / "index.md").write_text("# A\n\n```{toctree}\na\n```\n")
    (source / "a.md").write_text(f"# B\n\n[x]({link})\n")
    done = build(source, tmp_path / "out")
    assert done.returncode != 0
    assert "WARNING" in done.stderr


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reference")
    write_pages(folder)
    return {name: (folder / name).read_text(encoding="utf-8") for name in PAGES}


def test_the_reference_has_every_command_with_every_option(pages: dict[str, str]) -> None:
    for command in commands():
        section = pages["cli.md"].partition(f"\n## tallystick {command.name}\n")[2]
        section = section.partition("\n## ")[0]
        assert section, command.name
        for option in command.options:
            assert ", ".join(option.flags) in section


def test_the_reference_has_every_rule_and_check(pages: dict[str, str]) -> None:
    for name in (*RULES, *(one.id for one in IDENTITY_RULES)):
        assert f"| `{name}` |" in pages["rules.md"]
    for name in (*(one.id for one in EXPLAINERS), *(one.id for one in CHECKS)):
        assert f"`{name}`" in pages["checks.md"]
    assert "## `ledger`" in pages["schema.md"]


def test_pages_from_the_code_are_not_committed() -> None:
    ignored = (DOCS.parent / ".gitignore").read_text().splitlines()
    assert all(f"/docs/reference/{name}" in ignored for name in PAGES)


def test_the_public_api_is_small_and_each_name_is_on_its_page() -> None:
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    for name in tallystick.__all__:
        assert getattr(tallystick, name) is not None
        documented = re.search(rf"auto(function|class):: tallystick\.[\w.]*\b{name}\b", page)
        is_error = name.endswith(("Error", "Failure"))
        assert documented or is_error or name == "__version__", name
    assert dir(tallystick) == sorted(tallystick.__all__)
    assert len(tallystick.__all__) < 30
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = tallystick.no_such_name


def test_importing_the_package_loads_nothing() -> None:
    script = (
        "import sys, tallystick; print([m for m in sys.modules if m.startswith('tallystick.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_examples_of_the_api_are_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TALLYSTICK_CACHE", str(tmp_path / "cache"))
    subprocess.run([COMMAND, "demo"], check=True, capture_output=True)
    page = DOCS / "reference" / "api.md"
    text = page.read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert len(examples.examples) >= 10
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.REPORT_NDIFF)
    said: list[str] = []
    runner.run(examples, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_command_is_named_on_some_page() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    assert [name for name in COMMANDS if f"tallystick {name}" not in text] == []
