"""The fast way to read a catalogue says what polib says of it, or nothing."""

from __future__ import annotations

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.explain.formats.mo_catalogue import BadCatalogue
from tallystick.explain.translations.catalogue import parse_po
from tallystick.explain.translations.plain_po import Notes, PlainMessage, head_of, plain_messages

HEAD = '# The name\n#\n#, fuzzy\nmsgid ""\nmsgstr ""\n"Language: de\\n"\n'

LINES = (
    'msgid "one"',
    'msgid "two %s"',
    'msgid ""',
    'msgstr "eins\\n"',
    'msgstr ""',
    'msgctxt "menu"',
    'msgid_plural "many"',
    'msgstr[0] "a\\a\\\\n"',
    'msgstr[1] "b"',
    'msgstr[10] "c"',
    '"and \\"more\\""',
    '"broken " quote"',
    "#: src/a.c:1 src/b.c:x c",
    "#:",
    "#: ",
    "#, c-format, fuzzy",
    "#, c-format,",
    "#. extracted ",
    "#.",
    '#| msgid "was"',
    "#| msgid",
    '#| "and more"',
    "# remark",
    "#  # indented",
    "#",
    "## two",
    "#word",
    '#~ msgid "old"',
    '#~ msgstr "alt"',
    '#~ "more"',
    '#~| msgid "older"',
    "#~",
    "",
    " ",
    ' msgid "indented"',
    'msgid  "two spaces"',
    'msgstr "end" ',
    "# a\u2028msgid",
    '#~\u00a0msgid "wide"',
)


def polibs(text: str) -> list[PlainMessage]:
    """What polib says of a whole catalogue."""
    return [
        PlainMessage(
            key=(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""),
            texts=tuple(text for _, text in sorted(entry.msgstr_plural.items())) or (entry.msgstr,),
            is_obsolete=bool(entry.obsolete),
            notes=Notes(
                remarks=entry.tcomment,
                occurrences=tuple(entry.occurrences),
                comment=entry.comment,
                flags=frozenset(entry.flags),
                previous=tuple(
                    text
                    for text in (
                        entry.previous_msgctxt,
                        entry.previous_msgid,
                        entry.previous_msgid_plural,
                    )
                    if text
                ),
            ),
        )
        for entry in polib.pofile("\n" + text)
    ]


@given(st.lists(st.sampled_from(LINES), max_size=12))
@example(["# r", "#. c", "#: a:1", "#, x", '#| msgid "q"', 'msgid "one"', 'msgstr "eins\\n"'])
@example(['#| msgctxt "p"', '#| msgid "q"', '#| "r"', 'msgid "one"', 'msgstr ""'])
@example(['#| msgid "q"', '#| msgid_plural "r"', '#| msgid "s"', 'msgid "one"', 'msgstr ""'])
@example(['msgctxt "menu"', 'msgid "one"', 'msgid_plural "many"', 'msgstr[1] "b"', 'msgstr[0] ""'])
@example(["#, fuzzy", '#~| msgid "older"', '#~ msgid "old"', '#~ "more"', '#~ msgstr "alt"'])
def test_whatever_is_read_the_fast_way_is_what_polib_reads(lines: list[str]) -> None:
    text = HEAD + "\n" + "\n".join(lines) + "\n"
    begin = head_of(text)
    assert begin is not None
    found = plain_messages(text, begin)
    if found is not None:
        assert list(found) == polibs(text)


PLAIN = HEAD + (
    "\n#. From the program\n#: a.c:1\n#, c-format\n"
    'msgid "one"\nmsgid_plural "%d ones"\nmsgstr[0] "eins"\nmsgstr[1] "%d\\n"\n"mehr"\n'
    '\n# by hand\n#~ msgid "old"\n#~ msgstr "alt"\n'
)


def test_what_msgmerge_writes_is_read_the_fast_way() -> None:
    found = plain_messages(PLAIN, head_of(PLAIN) or 0)
    assert found is not None
    assert [message.texts for message in found] == [("eins", "%d\nmehr"), ("alt",)]
    assert list(found) == polibs(PLAIN)


@pytest.mark.parametrize(
    "shape",
    [
        ' msgid "indented"\nmsgstr "a"\n',
        '# a remark\u2028msgid "hidden"\nmsgid "b"\nmsgstr "a"\n',
        '#word\nmsgid "b"\nmsgstr "a"\n',
        "# nothing follows\n",
        'msgid ""\nmsgstr "a second header"\n',
        'msgid "a" "b"\nmsgstr "c"\n',
    ],
)
def test_of_another_shape_nothing_is_said(shape: str) -> None:
    text = HEAD + "\n" + shape
    assert plain_messages(text, head_of(text) or 0) is None


def test_both_ways_give_one_catalogue() -> None:
    plain = parse_po(PLAIN.encode())
    indented = parse_po(PLAIN.replace('msgid "one"', ' msgid "one"').encode())
    assert plain == indented
    assert plain.header == {"Language": "de"}
    assert plain.remarks == "The name\n"


def test_a_message_that_stands_twice_is_refused() -> None:
    twice = PLAIN + '\nmsgid "two"\nmsgstr ""\n\nmsgid "two"\nmsgstr "zwei"\n'
    with pytest.raises(BadCatalogue, match="'two' twice"):
        parse_po(twice.encode())


def test_comments_without_end_take_no_time_without_end() -> None:
    text = HEAD + "\n" + "#. x\n" * 200_000 + 'msgid "a"\nmsgstr "b"\n'
    found = plain_messages(text, head_of(text) or 0)
    assert found is not None
    assert len(found[0].notes.comment) == 399_999
