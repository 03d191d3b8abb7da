"""What the makefiles of an Automake project say: which files they make, and which they name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, says, texts
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

_MAKEFILE = re.compile(
    r"(?:GNU|[a-z]{1,12})?[Mm]akefile(?:\.(?:am|in|in\.in|inc|devel|dist|maint|rules))?"
)
_ENDINGS = (".mk", ".am", ".make")
_RULE = re.compile(
    r"^(?P<targets>(?![\s#])[^#:=%\n]{1,2000}?)[ \t]*:(?![:=])(?![^\n]*:=)", re.MULTILINE
)
_FOLDER = re.compile(r"\$[({](?:(?P<top>abs_top_srcdir|top_srcdir)|srcdir|abs_srcdir)[)}]/")
_INSIDE = re.compile(r"\$[({](?:distdir|top_distdir)[)}]/([\w./+-]+)")
"""What a ``dist-hook`` writes into the tree that is being packed (Automake manual, "The dist Hook")."""


Pattern = tuple[str, str, str, tuple[str, ...]]
"""The makefile, what stands before and behind the stem, and the inputs."""


def makefile_texts(context: Context) -> Mapping[str, str]:
    """The text of each such file of the source, by path, lines that a backslash joins as one."""
    return context.once("automake files", lambda: _read(context))


def _read(context: Context) -> Mapping[str, str]:
    inside = tuple(f"{path}/" for path in context.source.submodules)
    paths = [
        path
        for path in context.source.tree.entries
        if (path.endswith(_ENDINGS) or _is_makefile(base_name(path)))
        and not (inside and path.startswith(inside))
    ]
    paths.sort(key=lambda path: (path.count("/"), path))
    found = _joined(texts(paths[:MAX_FILES], context))
    for _ in range(ROUNDS):
        included = {
            _place_included(path, line)
            for path, text in found.items()
            for line in _INCLUDE.finditer(text)
        }
        missing = sorted(path for path in included - found.keys() if context.source_has(path))
        if not missing:
            break
        found.update(_joined(texts(missing[:MAX_FILES], context)))
    return found


def _joined(read: Mapping[str, str]) -> dict[str, str]:
    """The texts with lines that a backslash joins as one."""
    return {path: text.replace("\\\n", " ") for path, text in read.items()}


def whole_texts(context: Context) -> Mapping[str, str]:
    """The text of each ``Makefile.am``, with what it includes (Automake manual, "Including Files")."""
    return context.once("whole automake files", lambda: _whole_texts(context))


def _whole_texts(context: Context) -> Mapping[str, str]:
    held = makefile_texts(context)
    return {
        path: _with_included(path, text, held)
        for path, text in held.items()
        if base_name(path) == "Makefile.am"
    }


def _with_included(path: str, text: str, held: Mapping[str, str]) -> str:
    for _ in range(ROUNDS):
        if _INCLUDE.search(text) is None:
            break
        text = _INCLUDE.sub(lambda line: held.get(_place_included(path, line), ""), text)
        text = text[:MOST_INCLUDED]
    return text


def _place_included(path: str, line: re.Match[str]) -> str:
    """The file that a line of the makefile at ``path`` includes."""
    return join("" if line["top"] else folder_of(path), line["file"])


_INCLUDE = re.compile(
    r"^-?include[ \t]+(?:\$[({](?:(?P<top>(?:abs_)?top_srcdir)|srcdir)[)}]/)?"
    r"(?P<file>[\w./+-]{1,200})[ \t]*$",
    re.MULTILINE,
)
MOST_INCLUDED = 1_000_000


def _is_makefile(name: str) -> bool:
    return name == "po4a.conf" or _MAKEFILE.fullmatch(name) is not None


def making(place: str, context: Context) -> str | None:
    """The makefile with a rule whose target is ``place``, or that writes it into the packed tree."""
    targets: Mapping[str, str] = context.once("automake targets", lambda: _targets(context))
    return targets.get(place) or _by_pattern(place, context) or _by_placeholder(place, context)


def _by_placeholder(place: str, context: Context) -> str | None:
    """The makefile of a target in which ``configure`` fills in a part: ``fftw@PREC_SUFFIX@-wisdom.1``."""
    filled: Mapping[str, str] = context.once(
        "targets with placeholders",
        lambda: {word: path for word, path in _targets(context).items() if "@" in word},
    )
    for target, path in filled.items():
        if folder_of(target) != folder_of(place):
            continue
        pattern = "".join(
            r"\w{0,40}" if number % 2 else re.escape(part)
            for number, part in enumerate(re.split(r"@(\w+)@", target))
        )
        if re.fullmatch(pattern, place) is not None:
            return path
    return None


def writing(place: str, context: Context) -> str | None:
    """The makefile that writes ``place`` into the packed tree (``$(distdir)/…``)."""
    written = context.once("automake dist files", lambda: _written(context))
    return written.get(place)


def _written(context: Context) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path, text in makefile_texts(context).items():
        for target in _INSIDE.findall(text):
            found.setdefault(join("", target), path)
    return found


def _targets(context: Context) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path, text in makefile_texts(context).items():
        _add_targets(path, text, found)
        for target in _INSIDE.findall(text):
            found.setdefault(join("", target), path)
    for path, text in whole_texts(context).items():
        if text != makefile_texts(context)[path]:
            _add_targets(path, text, found)
    return found


def _add_targets(path: str, text: str, found: dict[str, str]) -> None:
    """Adds to ``found`` the places that rules of ``text`` make, each with its makefile."""
    set_to = values(text)
    for rule in _RULE.finditer(text):
        for word in expanded(rule["targets"], set_to):
            for target in target_places(word, folder_of(path)):
                found.setdefault(target, path)


def values(text: str) -> Mapping[str, str]:
    """What each variable of a makefile is set to, all its values one after the other."""
    found: dict[str, str] = {}
    for name, value in _ASSIGNED.findall(text):
        found[name] = f"{found.get(name, '')} {value}"[:MOST_LETTERS]
    return found


def is_subdirectory(folder: str, context: Context) -> bool:
    """Whether the ``Makefile.am`` above says to descend into ``folder`` (Automake manual, "Subdirectories").

    So ``configure`` makes a ``Makefile`` there, whatever macro or loop asks for it.
    """
    above, _, name = folder.rstrip("/").rpartition("/")
    set_to = values(makefile_texts(context).get(join(above, "Makefile.am"), ""))
    listed = " ".join(set_to.get(key, "") for key in ("SUBDIRS", "DIST_SUBDIRS"))
    return bool(name) and name in {word.rstrip("/") for word in expanded(listed, set_to)}


def expanded(words: str, values: Mapping[str, str]) -> list[str]:
    """The words with variables replaced, in a few rounds; what is still one stands as it is."""
    for _ in range(ROUNDS):
        if "$" not in words:
            break
        words = _USED.sub(lambda used: values.get(used[1], used[0]), words)[:MOST_LETTERS]
    return words.split()


_ASSIGNED = re.compile(r"^[ \t]*([\w.]{1,80})[ \t]*[:+?]?=[ \t]*([^\n#]*)", re.MULTILINE)
_USED = re.compile(r"\$[({]([\w.]{1,80})[)}]")
ROUNDS = 4
MOST_LETTERS = 100_000
"""Of one variable, and of what it comes to: coreutils' longest list has 9,000."""


def _by_pattern(place: str, context: Context) -> str | None:
    """The makefile with a pattern or suffix rule for ``place`` whose input is a file of the source."""
    rules: Mapping[str, list[Pattern]] = context.once(
        "automake patterns", lambda: _patterns_by_end(context)
    )
    fitting: list[Pattern] = [*rules.get(place[-1:], []), *rules.get("", [])]
    for path, before, after, taken in fitting:
        folder = folder_of(path)
        inner = place.removeprefix(folder)
        if (
            not place.startswith(folder)
            or not inner.endswith(after)
            or not inner.startswith(before)
        ):
            continue
        stem = inner[len(before) : len(inner) - len(after)]
        inputs = [
            join(folder, _FOLDER.sub("", word).replace("%", stem)) for word in taken if "%" in word
        ] or [join(folder, _FOLDER.sub("", word)) for word in taken]
        if stem and any(context.source_has(word) for word in inputs):
            return path
        if stem and before and inner in _packed(path, context):
            return path
    return None


def _packed(makefile: str, context: Context) -> frozenset[str]:
    """The names that ``makefile`` builds first and packs; empty if it is no ``Makefile.am``."""
    return context.once(f"packed by {makefile}", lambda: _names_packed(makefile, context))


def _names_packed(makefile: str, context: Context) -> frozenset[str]:
    set_to = values(whole_texts(context).get(makefile, ""))
    return frozenset(
        expanded(" ".join(set_to.get(name, "") for name in ("BUILT_SOURCES", "EXTRA_DIST")), set_to)
    )


def _patterns_by_end(context: Context) -> Mapping[str, list[Pattern]]:
    """The patterns by the last letter of what they make."""
    found: dict[str, list[Pattern]] = {}
    for pattern in dict.fromkeys(_patterns(context)):
        found.setdefault(pattern[2][-1:], []).append(pattern)
    return found


def _patterns(context: Context) -> Iterator[Pattern]:
    for path, text in makefile_texts(context).items():
        for target, inputs in _PATTERN.findall(text):
            for word in target.split():
                before, percent, after = word.partition("%")
                if percent:
                    yield path, before, after, tuple(inputs.split())
        for taken, made in _SUFFIXES.findall(text):
            yield path, "", made, (f"%{taken}",)


_PATTERN = re.compile(r"^([^\s#:=][^#:=\n]{0,200}?)[ \t]*:(?![:=])[ \t]*([^\n;#]*)", re.MULTILINE)
_SUFFIXES = re.compile(r"^(\.[\w.]{1,20}?)(\.[\w]{1,20})[ \t]*:", re.MULTILINE)


def target_places(word: str, folder: str) -> list[str]:
    """Where a target stands: relative to its makefile, or to the top as included ones write it."""
    top = _FOLDER.match(word)
    plain = _FOLDER.sub("", word)
    if "$" in plain or not plain:
        return []
    if top is not None and top["top"]:
        return [join("", plain)]
    return [join(folder, plain), join("", plain)]


def naming(place: str, context: Context) -> str | None:
    """The makefile at or above ``place`` that names the file, its stem or its folder as a word."""
    name = base_name(place)
    folder = folder_of(place).rstrip("/")
    words = [name, name.partition(".")[0], base_name(folder)] if folder else [name]
    words += [base_name(made)] if (made := _made_folder(folder, context)) else []
    for path, text in makefile_texts(context).items():
        if place.startswith(folder_of(path)) and any(
            len(word) > SHORT and says(word, text) for word in words
        ):
            return path
    return None


def _made_folder(folder: str, context: Context) -> str:
    """The topmost folder at or above ``folder`` that the source has nothing of; empty if it has."""
    found = ""
    held: frozenset[str] = context.once("folders above", lambda: _all_folders(context))
    while folder and folder not in held:
        found = folder
        folder = folder.rpartition("/")[0]
    return found


def _all_folders(context: Context) -> frozenset[str]:
    """The folders of the source, and those above them."""
    found: set[str] = set()
    for path in context.source.tree.entries:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return frozenset(found)


SHORT = 2
"""Letters of a word that means too much to name a file: ``po`` is in every makefile."""
