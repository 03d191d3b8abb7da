"""Every command of every page is run, or says why it is not; and every one is one that there is."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from checkout import make, make_python, released
from pages import PAGES, ROOT, RUN, Block, blocks

import index_server
from command import COMMAND
from tallystick.cli import COMMANDS, parser_of
from tallystick.errors import UsageError
from warm import program

NOT_RUN = re.compile(r"^\| `([^`]+\.md)` \| (.+) \|$", re.MULTILINE)
"""A row of docs/reliability.md: a page, and why a block of it is not run."""

LOOKS_LIKE_A_COMMAND = re.compile(r"^(?:\$ )?(?:tallystick|make|pip|uv|git) [a-z-]", re.MULTILINE)

LANGUAGES = {
    "",
    *RUN,
    "text",
    "toml",
    "yaml",
    "json",
    "python",
    "{toctree}",
    "{eval-rst}",
    "{include}",
}

ALL = [block for page in PAGES for block in blocks(page)]
TO_RUN = [block for block in ALL if block.language in RUN and block.not_run is None]

TRAP = 'trap \'printf "%s %s\\n" "$?" "$BASH_COMMAND" >&9\' ERR\n'
"""Notes each command that does not end with 0 (bash(1), ERR), but for those that ``||`` answers."""


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkouts that blocks are run in, below one folder."""
    folder = tmp_path_factory.mktemp("docs")
    make(folder / "example")
    make_python(folder / "python")
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if any(b.page == page for b in TO_RUN)])
def test_the_commands_of_a_page_do_what_it_says(page: str, checkout: Path, tmp_path: Path) -> None:
    run_page([b for b in TO_RUN if b.page == page and not b.is_online], checkout, tmp_path)


@pytest.mark.online
@pytest.mark.parametrize("page", sorted({b.page for b in TO_RUN if b.is_online}))
def test_the_commands_that_ask_an_index_do_what_it_says(
    page: str, checkout: Path, tmp_path: Path
) -> None:
    run_page([b for b in TO_RUN if b.page == page and b.is_online], checkout, tmp_path)


def run_page(of_page: list[Block], checkout: Path, tmp_path: Path) -> None:
    """Run the blocks, one after the other, in one folder, as a reader would."""
    folders = {block.place: tmp_path / block.place for block in of_page}
    for name, folder in folders.items():
        shutil.copytree(checkout / name, folder, symlinks=True)
    with index_server.serving() as index:
        files = [
            index.file(name, content) for name, content in released(checkout / "example").items()
        ]
        index.project("example", files)
        for block in of_page:
            run(block, folders[block.place], tmp_path, INDEX=index.url, NO_PROXY="127.0.0.1")


def stop_each(block: Block, folder: Path, environment: dict[str, str]) -> None:
    """Start each command of the block, a started one, and end it once it has said something."""
    for row in block.commands.splitlines():
        name, *words = shlex.split(row, comments=True)
        assert name == COMMAND.name, (block.page, block.line, row)
        command = [str(COMMAND), *words]
        with subprocess.Popen(
            command, cwd=folder, env=environment, stderr=subprocess.PIPE
        ) as begun:
            assert begun.stderr is not None
            said = begun.stderr.readline()
            begun.terminate()
            more = begun.stderr.read()
            assert begun.wait() == 0, (block.page, block.line, row, said + more)
        assert b"://" in said, (block.page, block.line, row, said)


def run(block: Block, folder: Path, tmp_path: Path, **more: str) -> None:
    notes = tmp_path / "notes"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "TALLYSTICK"))}
    if block.is_stopped:
        stop_each(block, folder, {**kept, **more})
        return
    programs = tmp_path / "programs"
    if not programs.exists():
        programs.mkdir()
        program(COMMAND, programs, kept)
    path = os.pathsep.join(map(str, (programs, COMMAND.parent, kept["PATH"])))
    done = subprocess.run(
        [
            "bash",
            "-u",
            "-o",
            "pipefail",
            "-c",
            f"exec 9>{shlex.quote(str(notes))}\n{TRAP}{block.commands}",
        ],
        cwd=folder,
        env={
            **kept,
            "PATH": path,
            "TALLYSTICK_CACHE": str(tmp_path / "cache"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "COLUMNS": "80",
            **more,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    where = f"{block.page}:{block.line}"
    ended = [row.split(" ", 1) for row in notes.read_text().splitlines()]
    odd = [row for row in ended if int(row[0]) not in block.codes]
    assert not odd, (where, odd, done.stdout[-2000:], done.stderr[-2000:])
    if block.codes and 0 not in block.codes:
        assert ended, (where, "says that something fails, and nothing does")
    wanted = pattern(block.shown)
    shown = "\n".join(row.rstrip() for row in done.stdout.splitlines())
    assert wanted is None or re.search(wanted, shown), (where, shown)


def pattern(shown: list[str]) -> str | None:
    """What the output of a session has to look like; a line of "…" stands for any lines."""
    if not shown:
        return None
    return "\n".join(
        "(?:.*\n)*?.*" if row.strip() == "…" else re.escape(row.rstrip()) for row in shown
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_command_hides_in_a_block_of_another_language(page: str) -> None:
    for block in blocks(page):
        assert block.language in LANGUAGES, (page, block.line)
        if block.language in {"", "text"}:
            assert not LOOKS_LIKE_A_COMMAND.search(block.text), (page, block.line)


def test_each_word_of_an_info_string_is_known_and_what_is_not_run_is_little() -> None:
    for block in ALL:
        if block.language not in RUN:
            continue
        known = ("exit=", "not-run=", "in=")
        alone = {"online", "until-stopped"}
        unknown = [w for w in block.said if w not in alone and not w.startswith(known)]
        assert unknown == [], (block.page, block.line)
        assert 2 not in block.codes or block.codes > {2}, (block.page, block.line)


def test_what_is_not_run_is_listed_in_one_place_with_the_reason() -> None:
    said = {(block.page, block.not_run) for block in ALL if block.not_run is not None}
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    listed = NOT_RUN.findall(text.partition("## Commands that no test runs")[2])
    assert set(listed) == said
    assert len(listed) == len(said) == len([block for block in ALL if block.not_run is not None])
    assert all(len(reason) > 10 for _, reason in listed)


def calls(block: Block) -> list[list[str]]:
    """The calls of tallystick in a block, as words."""
    text = re.sub(r"\\\n\s*", " ", block.commands)
    text = re.sub(r"\$\([^()]*\)", "X", text)
    found = []
    for row in text.splitlines():
        lexer = shlex.shlex(row, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, ";"]:
            if set(word) <= set(";&|()<>"):
                if words[:1] == ["tallystick"]:
                    found.append(words[1:])
                words = []
            else:
                words.append(word)
    return found


@pytest.mark.parametrize("page", sorted({b.page for b in ALL if b.language in RUN}))
def test_every_call_is_one_that_the_parser_takes(page: str) -> None:
    for block in blocks(page):
        for words in calls(block) if block.language in RUN else ():
            name, *arguments = words
            if name.startswith("--"):
                continue
            assert name in COMMANDS, (page, block.line, words)
            cut = arguments.index("--") if "--" in arguments else len(arguments)
            try:
                parser_of(name).parse_intermixed_args(arguments[:cut])
            except UsageError as error:
                pytest.fail(f"{page}:{block.line}: {' '.join(words)}: {error}")


def test_a_stale_option_or_a_wrong_code_would_be_noticed(tmp_path: Path, checkout: Path) -> None:
    stale = Block(
        page="x.md", line=1, language="sh", said=(), text="tallystick audit x --no-such\n"
    )
    with pytest.raises(UsageError):
        parser_of("audit").parse_intermixed_args(calls(stale)[0][1:])
    for said, text in (
        ((), "false\ntrue\n"),
        (("exit=1",), "true\n"),
        (("exit=3",), "false\n"),
        ((), "absent-command-of-nobody | cat\n"),
    ):
        wrong = Block(page="x.md", line=1, language="sh", said=said, text=text)
        with pytest.raises(AssertionError):
            run(wrong, checkout / "example", tmp_path)
    other = Block(page="x.md", line=1, language="console", said=(), text="$ echo a; echo b\na\nc\n")
    with pytest.raises(AssertionError):
        run(other, checkout / "example", tmp_path)
    same = Block(
        page="x.md", line=1, language="console", said=("exit=3",), text="$ echo a; (exit 3)\na\n"
    )
    run(same, checkout / "example", tmp_path)
