"""What the pages say, as HTML and as JSON, of both databases."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import jsonschema
import pytest
from msgspec.structs import replace

import ledgers
from beside_a_store import write_contents
from postgres_server import postgres, require_postgres
from tallystick.report import summary
from tallystick.store import Put, open_store
from tallystick.store.asking.several import CommitTime
from tallystick.web.pages.history import Reached, history
from tallystick.web.pictures.custody import timeline
from viewers import COMMIT, fill, viewer
from web_pages import PAGES, addresses


def as_json(path: str) -> str:
    path, mark, query = path.partition("?")
    return ("/index.json" if path == "/" else f"{path}.json") + mark + query


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def schema_for(document: dict[str, Any], page: str) -> dict[str, Any]:
    operation = next(
        one["get"] for one in document["paths"].values() if one["get"]["operationId"] == page
    )
    schema: dict[str, Any] = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return {**schema, "components": document["components"]}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, dict[str, Put]]]:
    if request.param == "sqlite":
        yield request.getfixturevalue("client"), request.getfixturevalue("put")
        return
    require_postgres()
    with postgres() as server, server.database() as address:
        put = fill(address)
        contents = tmp_path_factory.mktemp("pg") / "contents"
        with open_store(address) as store:
            put["compiled"] = store.put(write_contents(contents))
        options = (*request.getfixturevalue("beside")[:-1], str(contents))
        with viewer(address, *options) as base, httpx.Client(base_url=base, timeout=60) as client:
            yield client, put


def test_every_page_is_html_and_json_as_the_openapi_document_says(
    shown: tuple[httpx.Client, dict[str, Put]], document: dict[str, Any]
) -> None:
    client, put = shown
    assert {one["get"]["operationId"] for one in document["paths"].values()} == set(PAGES)
    for name, path in addresses(put, client).items():
        html = client.get(path, headers={"Accept": "text/html,*/*"})
        assert (html.status_code, html.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert html.headers["vary"] == "Accept"
        answer = client.get(as_json(path))
        jsonschema.validate(
            answer.json(),
            schema_for(document, name),
            cls=jsonschema.Draft202012Validator,
        )
        accepted = client.get(path, headers={"Accept": "application/json"})
        assert accepted.content == answer.content


def test_what_is_refused_is_refused_in_the_form_that_was_asked_for(client: httpx.Client) -> None:
    missing = f"/ledgers/{'0' * 64}"
    assert "<h1>The store holds no such ledger.</h1>" in client.get(missing).text
    said = client.get(f"{missing}.json")
    assert said.status_code == 404
    assert said.json() == {"status": 404, "message": "The store holds no such ledger."}


@pytest.mark.parametrize("name", sorted(ledgers.SAMPLES))
def test_the_verdict_is_the_same_sentence_as_in_every_report(
    name: str, client: httpx.Client, put: dict[str, Put]
) -> None:
    sample = ledgers.SAMPLES[name]
    page = client.get(f"/ledgers/{put[name].digest}.json").json()
    assert page["sentence"] == summary.in_words(sample)
    assert page["ledger"]["verdict"] == summary.verdict(sample).value.value
    assert {one["value"]: one["files"] for one in page["filters"]["grades"]} == {
        grade.value: one.files for grade, one in summary.totals(sample.lines).items() if one.files
    }


def test_the_residue_comes_first_and_pages_hold_each_line_once(
    client: httpx.Client, put: dict[str, Put]
) -> None:
    path = f"/ledgers/{put['many'].digest}"
    seen, sizes, after = [], [], ""
    while True:
        page = client.get(f"{path}.json", params={"after": after} if after else {}).json()
        seen += [one["position"] for one in page["lines"]]
        sizes.append(len(page["lines"]))
        if page["next"] is None:
            break
        after = page["next"]
    assert sorted(seen) == list(range(450))
    assert sizes == [100, 100, 100, 100, 50]
    first = client.get(f"/ledgers/{put['rejected'].digest}.json").json()["lines"]
    assert [one["grade"] for one in first[:4]] == [
        "contradicted",
        "unexplained",
        "unexplained",
        "unproven",
    ]
    assert first[0]["path"] == "m4/build-to-host.m4"


def test_filters_narrow_the_table_and_stay_on_the_next_page(
    client: httpx.Client, put: dict[str, Put]
) -> None:
    path = f"/ledgers/{put['rejected'].digest}"
    page = client.get(f"{path}.json?grade=unproven&grade=unexplained&reach=data").json()
    assert {(one["grade"], one["reach"]) for one in page["lines"]} == {
        ("unproven", "data"),
        ("unexplained", "data"),
    }
    assert page["filters"]["matching"] == len(page["lines"]) == 9
    named = client.get(f"{path}.json?path=po/d&explainer=gettext").json()
    assert [one["path"] for one in named["lines"]] == ["po/da.gmo", "po/de.gmo"]
    many = client.get(f"/ledgers/{put['many'].digest}?grade=identical&reach=import&path=.py").text
    following = re.search(r'href="([^"]+)" rel="next"', many)
    assert following is not None
    assert "grade=identical&amp;reach=import&amp;path=.py&amp;after=" in following[1]


def test_the_map_covers_its_picture_and_shows_the_smallest_bad_file(
    client: httpx.Client, put: dict[str, Put]
) -> None:
    page = client.get(f"/ledgers/{put['rejected'].digest}.json").json()
    tiles = page["map"]["tiles"]
    area = sum(one["width"] * one["height"] for one in tiles)
    assert 0.9 * 280_000 < area <= 280_000
    assert all(one["x"] >= 0 and one["x"] + one["width"] <= 1_000.2 for one in tiles)
    assert all(one["y"] >= 0 and one["y"] + one["height"] <= 280.2 for one in tiles)
    bad = next(one for one in tiles if one["path"] == "src/extra.pth")
    assert (bad["grade"], bad["bytes"]) == ("unexplained", 61)
    assert bad["width"] * bad["height"] > 100


def test_an_entry_says_where_else_its_bytes_are_and_who_changed_it(
    client: httpx.Client, put: dict[str, Put]
) -> None:
    page = client.get(f"/ledgers/{put['xz-5.6.1'].digest}/entries/188.json").json()
    assert page["entry"]["claim"] == "copied from gnulib, serial 30"
    kinds = {row["kind"] for row in page["rows"]}
    assert {"changed", "added", "hunk", "same"} <= kinds
    assert {one["ledger"]["artifact"] for one in page["elsewhere"]} == {
        "xz-5.6.1.tar.gz",
        "liblike-1.2.tar.gz",
    }
    assert [one["author"] for one in page["commits"]] == ["Lasse", "Jia Tan"]
    assert page["following"]["path"] == "src/extra.pth"
    opaque = client.get(f"/ledgers/{put['xz-5.6.1'].digest}/entries/189.json").json()
    assert opaque["opaque"]["known"] == "nothing that is known reads it"


def test_a_project_says_what_is_new_since_the_release_before(client: httpx.Client) -> None:
    page = client.get("/projects/tarball/xz.json").json()
    newest, oldest = page["releases"]
    assert (newest["version"], newest["verdict"]) == ("5.6.1", "rejected")
    assert (oldest["version"], oldest["compared_with"], oldest["news"]) == ("5.4.6", None, [])
    news = {one["about"]: one for one in newest["news"]}
    assert "m4/build-to-host.m4" in news["residue"]["names"]
    assert news["custody"]["names"] == ["Jia Tan"]
    assert newest["custody"] == {
        "reviewed": 1,
        "claimed": 0,
        "unreviewed": 1,
        "is_lower_bound": False,
    }


def test_custody_is_counted_by_month_each_commit_once(client: httpx.Client) -> None:
    page = client.get("/projects/tarball/xz.json").json()["history"]
    assert page["months"] == [{"month": "2024-02", "reviewed": 1, "claimed": 0, "unreviewed": 1}]
    assert {one["version"] for one in page["releases"]} == {"5.4.6", "5.6.1"}
    html = client.get("/projects/tarball/xz").text
    assert html.count("<svg") > 2
    assert "Feb 2024" in html


def test_a_commit_of_no_possible_month_is_left_out_and_said() -> None:
    commits = [
        CommitTime(ledger_id=1, commit=f"{number:040x}", time=time, standing=standing)
        for number, (time, standing) in enumerate(
            [
                (-1, "reviewed"),
                (2**62, "unreviewed"),
                (1_700_000_000, "claimed"),
                (1_700_000_000, "merge"),
            ]
        )
    ]
    found = history(commits, [("1", {1}), ("2", {2})])
    assert [(one.month, one.claimed) for one in found.months] == [("2023-11", 1)]
    assert found.undated == 2
    assert [(one.version, one.time) for one in found.releases] == [("1", 1_700_000_000)]
    hostile = replace(found, releases=(Reached(version="</text><script>", time=1_700_000_000),))
    drawn = timeline(hostile)
    assert drawn is not None
    assert "<script" not in drawn


def test_artifacts_stand_side_by_side_under_their_names_in_the_source(
    client: httpx.Client,
) -> None:
    page = client.get("/releases/pypi/pair/1.0.json").json()
    assert [one["kind"] for one in page["compared"]] == ["sdist", "wheel"]
    assert page["counts"] == {"other bytes": 1, "residue": 1, "same": 2}
    residue, other = page["files"]
    assert (residue["path"], residue["standing"]) == ("pair/hook.pth", "residue")
    assert residue["places"][0] is None
    assert residue["places"][1]["grade"] == "unexplained"
    assert (other["path"], other["standing"]) == ("src/pair/c.py", "other bytes")
    assert [one["same_as_first"] for one in other["places"]] == [True, False]
    same = client.get("/releases/pypi/pair/1.0.json?standing=same").json()
    assert [one["path"] for one in same["files"]] == ["src/pair/a.py", "src/pair/b.py"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("xz", "projects"),
        ("SIX", "projects"),
        ("build-to-host.m4", "files"),
        ("m4/build-to-host.m4", "files"),
        ("https://github.com/benjaminp/six", "published"),
        ("benjaminp/six", "published"),
    ],
)
def test_a_word_finds_whatever_it_could_be(word: str, kind: str, client: httpx.Client) -> None:
    page = client.get("/search.json", params={"q": word}).json()
    assert page[kind]
    assert client.get("/search", params={"q": word}).status_code == 200


def test_digests_and_commits_are_found(client: httpx.Client, put: dict[str, Put]) -> None:
    entry = client.get(f"/ledgers/{put['rejected'].digest}/entries/188.json").json()
    line, ledger = entry["entry"]["line"], entry["ledger"]
    for word in (line["sha256"], line["git"].upper()):
        assert client.get("/search.json", params={"q": word}).json()["blobs"]
    assert client.get("/search.json", params={"q": ledger["sha256"]}).json()["audits"]
    assert client.get("/search.json", params={"q": ledger["digest"]}).json()["audits"]
    assert client.get("/search.json", params={"q": COMMIT}).json()["is_commit"]
    nothing = client.get("/search.json", params={"q": "m5/build-to-host.m4"}).json()
    assert not any(value for key, value in nothing.items() if key != "q")


def test_badges_and_the_feed_are_well_formed(client: httpx.Client, put: dict[str, Put]) -> None:
    for path, verdict in (
        (f"/ledgers/{put['rejected'].digest}/badge.svg", "rejected"),
        ("/releases/tarball/xz/5.4.6/badge.svg", "accepted"),
        ("/projects/tarball/xz/badge.svg", "rejected"),
    ):
        answer = client.get(path)
        assert answer.headers["content-type"] == "image/svg+xml"
        root = ET.fromstring(answer.text)  # noqa: S314 - of our own
        assert root.attrib["aria-label"] == f"tallystick: {verdict}"
    answer = client.get("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(answer.text)  # noqa: S314 - of our own
    ids = [one.findtext(f"{atom}id") for one in feed.iter(f"{atom}entry")]
    assert f"urn:sha256:{put['rejected'].digest}" in ids
    assert len(ids) == len(set(ids))


class _Elements(HTMLParser):
    """The elements of a page, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data


def test_no_field_of_a_ledger_becomes_markup(client: httpx.Client, put: dict[str, Put]) -> None:
    """Every page about the hostile ledgers, in all their fields: only elements of ours, no unseen text."""
    digest = put["hostile"].digest
    entries = client.get(f"/ledgers/{digest}/ledger.json").json()["entries"]
    paths = [f"/ledgers/{digest}", f"/ledgers/{put['rebuilt-hostile'].digest}", "/", "/feed.atom"]
    paths += [f"/ledgers/{digest}/entries/{at}" for at in range(len(entries))]
    for path in paths:
        text = client.get(path).text
        page = _Elements()
        page.feed(text)
        for tag, attributes in page.found:
            assert tag not in {"iframe", "object", "embed", "base", "style", "math"}
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            if tag == "script":
                assert str(attributes["src"]).startswith("/static/")
            if tag == "img":
                raise AssertionError(path)
            for name in ("href", "src", "action", "xlink:href"):
                address = attributes.get(name)
                assert address is None or re.match(r"[/#](?!/)", address), (path, address)
        unseen = [one for one in text if not one.isprintable() and one != "\n"]
        assert unseen == [], (path, unseen[:5])


@pytest.mark.parametrize("text", ledgers.HOSTILE)
def test_hostile_words_are_searched_for_and_shown_inert(client: httpx.Client, text: str) -> None:
    word = text.encode("utf-8", "replace").decode()
    answer = client.get("/search", params={"q": word})
    assert answer.status_code in {200, 414}
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
