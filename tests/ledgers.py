"""Sample ledgers for the tests of whatever reads ledgers: honest, attacked, undecided, hostile."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    PUBLISHED,
    Artifact,
    ArtifactKind,
    Baseline,
    BlobId,
    Entry,
    Evidence,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    News,
    NewsAbout,
    NewsItem,
    Omitted,
    Reach,
    Reason,
    Rebuild,
    RebuildOutcome,
    Sha256,
    Skip,
    Source,
    SourceKind,
    Tree,
    Verdict,
    VerdictValue,
)
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.model.ladder import (
    Attestation,
    Claims,
    Identity,
    IdentityFinding,
    Publisher,
    Rung,
    State,
    Weight,
)

HOSTILE: Final = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "]]><!-- -->",
    "a|b|c",
    "`code` ``more`` ```fence",
    "\x1b[31mred\x1b[0m\x1b]8;;http://evil.example\x07link",
    "innocent\u202egnp.exe",
    "two\nlines\r\nof text\x85and\u2028more",
    "bytes\udcff\udc80 and \ud800",
    "[red]markup[/red] [link=http://evil.example]x[/link]",
    "[click](http://evil.example) ![x](http://evil.example/x.png)",
    "@everyone https://evil.example www.evil.example #1",
    "zero\u200bwidth\ufe0f\u3164\U000e0101",
    "back\\slash \\x1b \\",
    "{0} %s %(x)s ${HOME} {{ 7*7 }} {% raw %}",
    "../../etc/passwd",
    "/absolute//path",
    "long/" + "n" * 4091,
    " ",
    "",
    "שלום",  # honest, and still turns the line around
)


class NoContent:
    """A reader for trees of which only the entries matter."""

    def read(self, path: str) -> bytes:
        raise AssertionError(f"a report must not read {path!r}")

    def prefetch(self, paths: frozenset[str]) -> None:
        raise AssertionError(f"a report must not fetch {sorted(paths)!r}")


NOTHING: Final = Tree(entries={}, reader=NoContent())


def entry(path: str, *, size: int | None = 1000, mode: int = MODE_FILE) -> Entry:
    content = path.encode("utf-8", "surrogatepass")
    return Entry(
        path=path,
        mode=mode,
        size=size,
        blob=BlobId(hashlib.sha1(content, usedforsecurity=False).hexdigest()),
        sha256=Sha256(hashlib.sha256(content).hexdigest()),
    )


def line(
    path: str,
    grade: Grade = Grade.IDENTICAL,
    reach: Reach = Reach.IMPORT,
    *,
    size: int = 1000,
    delta: str | None = None,
    notes: tuple[str, ...] = (),
    reach_reason: str | None = None,
    explainer: str | None = None,
    source_path: str | None = None,
    claim: str | None = None,
    evidence: str | None = None,
) -> LedgerLine:
    return LedgerLine(
        entry=entry(path, size=size),
        grade=grade,
        reach=reach,
        reach_reason=reach_reason,
        explainer=explainer,
        source_path=source_path,
        claim=claim,
        evidence=evidence,
        notes=notes,
        delta=delta,
    )


def ledger(
    name: str,
    lines: Sequence[LedgerLine],
    value: VerdictValue = VerdictValue.ACCEPTED,
    *,
    reasons: tuple[Reason, ...] = (),
    kind: ArtifactKind = ArtifactKind.SDIST,
    source: Source | None = None,
    omitted: tuple[Omitted, ...] = (),
    findings: tuple[Finding, ...] = (),
    skips: tuple[Skip, ...] = (),
    timings: Mapping[str, float] | None = None,
) -> Ledger:
    project, _, version = name.removesuffix(".tar.gz").rpartition("-")
    return Ledger(
        artifact=Artifact(
            name=name,
            kind=kind,
            project=project or None,
            version=version or None,
            sha256=Sha256(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()),
            size=123_456,
            top="",
            tree=NOTHING,
            findings=findings,
        ),
        source=source,
        lines=tuple(lines),
        omitted=omitted,
        findings=findings,
        skips=skips,
        timings=timings if timings is not None else {"match": 0.012, "explain": 0.25},
        verdict=Verdict(value=value, reasons=reasons),
    )


def git_source(url: str, ref: str) -> Source:
    return Source(
        kind=SourceKind.GIT,
        url=url,
        tree=NOTHING,
        commit=hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest(),
        ref=ref,
        evidence=(
            Evidence(kind="tag", value=f"{ref} names the version", agrees=True),
            Evidence(kind="attestation", value="none was published", agrees=None),
        ),
    )


def accepted() -> Ledger:
    """An honest sdist: everything proven."""
    lines = [line(f"src/six/module_{number:02}.py", size=2_000 + number) for number in range(30)]
    return ledger(
        "six-1.17.0.tar.gz",
        [
            *lines,
            line(
                "PKG-INFO",
                Grade.DERIVED,
                Reach.DATA,
                explainer="metadata",
                source_path="pyproject.toml",
                claim="core metadata, written by hatchling 1.27.0",
                evidence="written again from pyproject.toml: the same bytes",
            ),
            line(
                "setup.cfg",
                Grade.DERIVED,
                Reach.BUILD,
                explainer="setup-cfg",
                notes=("stored twice, same bytes",),
                source_path="setup.cfg",
                claim="setup.cfg with setuptools' egg_info section",
                evidence="the section is the one that setuptools appends",
            ),
        ],
        source=git_source("https://github.com/benjaminp/six", "1.17.0"),
        omitted=(Omitted(path=".github/workflows/ci.yml", reason="no sdist holds it"),),
    )


MACRO_DELTA: Final = """\
--- gnulib/m4/build-to-host.m4
+++ m4/build-to-host.m4
@@ -1,6 +1,6 @@
-# build-to-host.m4 serial 3
-dnl Copyright (C) 2023 Free Software Foundation, Inc.
+# build-to-host.m4 serial 30
+dnl Copyright (C) 2023-2024 Free Software Foundation, Inc.
 dnl This file is free software; the Free Software Foundation
@@ -30,0 +37,40 @@
+  dnl Define somedir_c.
+  gl_final_[$1]="$[$1]"
+  gl_[$1]_prefix=`echo $gl_am_configmake | sed "s/.*\\.//g"`
+\tgl_path_map='tr "\\t \\-_" " \\t_\\-"'
""" + "".join(f"+  dnl step {number}\n" for number in range(36))


def rejected() -> Ledger:
    """What was found in xz 5.6.1: a macro that is not what it says, and payloads in test files."""
    honest = [line(f"src/liblzma/common/{number:03}.c", size=4_321) for number in range(180)]
    translations = [
        line(
            f"po/{language}.gmo",
            Grade.UNPROVEN,
            Reach.DATA,
            explainer="gettext",
            claim="compiled by msgfmt",
            evidence="msgfmt 0.21 is not installed",
        )
        for language in ("ca", "da", "de", "es", "fi", "fr", "hu", "it")
    ]
    macro = line(
        "m4/build-to-host.m4",
        Grade.CONTRADICTED,
        Reach.BUILD,
        size=3_540,
        reach_reason="its suffix is of what builds compile or evaluate",
        explainer="gnulib",
        claim="copied from gnulib, serial 30",
        evidence="gnulib never had a serial 30 of it; the newest is serial 3, and it differs",
        delta=MACRO_DELTA,
    )
    return ledger(
        "xz-5.6.1.tar.gz",
        [
            *honest,
            *translations,
            macro,
            line(
                "tests/files/good-large_compressed.lzma", Grade.UNEXPLAINED, Reach.DATA, size=35_421
            ),
            line("src/extra.pth", Grade.UNEXPLAINED, Reach.STARTUP, size=61),
            line(
                "configure",
                Grade.UPSTREAM,
                Reach.BUILD,
                size=881_234,
                explainer="autoconf",
                claim="generated by GNU Autoconf 2.71",
                evidence="every line is in the templates of Autoconf 2.71",
            ),
        ],
        VerdictValue.REJECTED,
        kind=ArtifactKind.TARBALL,
        reasons=(
            Reason(
                rule="contradicted",
                message="1 file is not what it claims to be",
                paths=("m4/build-to-host.m4",),
            ),
            Reason(
                rule="unexplained",
                message="1 file that can run is claimed by nobody",
                paths=("src/extra.pth",),
            ),
        ),
        source=git_source("https://github.com/tukaani-project/xz", "v5.6.1"),
        findings=(
            Finding(
                id="trailing-data",
                offset=9_728_000,
                message="512 bytes that are not zeros follow the end of the archive",
            ),
        ),
        skips=(Skip(check="regenerate", reason="autoconf 2.71 is not installed"),),
        omitted=(Omitted(path=".gitignore", reason="no tarball holds it"),),
    )


SIGNED: Final = Claims(
    issuer="https://token.actions.githubusercontent.com",
    subject="https://github.com/benjaminp/six/.github/workflows/publish.yml@refs/tags/1.17.0",
    repository="https://github.com/benjaminp/six",
    repository_id="24019186",
    owner_id="120117",
    commit="7" * 40,
    ref="refs/tags/1.17.0",
    workflow="https://github.com/benjaminp/six/.github/workflows/publish.yml@refs/tags/1.17.0",
    trigger="push",
    runner="github-hosted",
)


def attested() -> Ledger:
    """The honest sdist with an attestation, a refused one, and one that nobody could check."""
    return replace(
        accepted(),
        identity=Identity(
            rung=Rung.ABSENT,
            why_not="it is about another file: six-1.16.0.tar.gz",
            attestations=(
                Attestation(
                    form="pep740",
                    state=State.VERIFIED,
                    predicate="https://docs.pypi.org/attestations/publish/v1",
                    claims=SIGNED,
                    signed_at=1_733_354_041,
                    publisher=Publisher(kind="GitHub", repository="benjaminp/six"),
                ),
                Attestation(form="bundle", state=State.REFUSED, reason="about another file"),
                Attestation(form="npm", state=State.UNCHECKED, reason="younger than the root"),
            ),
            findings=(
                IdentityFinding(
                    rule="verified", holds=False, message="about another", weight=Weight.REJECT
                ),
                IdentityFinding(
                    rule="tag", holds=None, message="no tag", weight=Weight.INCONCLUSIVE
                ),
                IdentityFinding(rule="commit", holds=True, message="attested and audited"),
            ),
            trust_root="pinned trust root of 2026-10-20, 33 days old",
        ),
    )


def inconclusive() -> Ledger:
    """Nothing is wrong, and not everything could be checked."""
    return ledger(
        "lxml-5.3.0.tar.gz",
        [
            line("src/lxml/__init__.py"),
            *(
                line(
                    f"src/lxml/{name}.c",
                    Grade.UNPROVEN,
                    Reach.BUILD,
                    size=2_000_000,
                    explainer="cython",
                    claim="generated by Cython 3.0.11",
                    evidence="checked only with --depth regenerate",
                )
                for name in ("etree", "objectify", "_elementpath", "builder", "diff", "sax")
            ),
        ],
        VerdictValue.INCONCLUSIVE,
        reasons=(Reason(rule="unproven", message="6 files were not checked"),),
        source=git_source("https://github.com/lxml/lxml", "lxml-5.3.0"),
        skips=(Skip(check="attestation", reason="the index was not asked: --offline"),),
    )


def hostile() -> Ledger:
    """Every string that others choose is an attack on whoever reads the report."""
    lines = [
        line(text, grade, reach)
        for text, grade, reach in zip(
            HOSTILE, [*Grade, *Grade, *Grade], [*Reach, *Reach, *Reach, *Reach], strict=False
        )
    ]
    residue = [
        replace(
            line(f"residue/{text}", Grade.CONTRADICTED, Reach.BUILD),
            entry=replace(entry(f"residue/{text}"), mode=MODE_EXECUTABLE, notes=(text,)),
            explainer="gnulib",
            reach_reason=text,
            source_path=text,
            claim=text,
            evidence=text,
            normalisations=(text,),
            notes=(text,),
            delta=f"--- a\n+++ {text}\n@@ -1 +1 @@\n-{text}\n+{text}{text}\n {text}\n",
        )
        for text in HOSTILE
    ]
    several = "".join(HOSTILE[:-4])
    return replace(
        ledger(
            several,
            [*lines, *residue],
            VerdictValue.REJECTED,
            reasons=tuple(Reason(rule=text, message=text, paths=(text,)) for text in HOSTILE),
            source=replace(
                git_source("https://example.org/x", "v1"),
                url=several,
                ref=several,
                subdir=several,
                evidence=tuple(Evidence(kind=text, value=text, agrees=False) for text in HOSTILE),
            ),
            findings=tuple(
                Finding(id="duplicate-name", offset=512, message=text, paths=(text,))
                for text in HOSTILE
            ),
            skips=tuple(Skip(check=text, reason=text) for text in HOSTILE),
            omitted=tuple(Omitted(path=text, reason=text) for text in HOSTILE),
            timings=dict.fromkeys(HOSTILE, 0.5),
        ),
    )


def empty() -> Ledger:
    """An artifact that holds nothing."""
    return ledger("empty-1.0.tar.gz", [], VerdictValue.INCONCLUSIVE)


def without_source() -> Ledger:
    """Nobody knows where it comes from."""
    return ledger(
        "orphan-0.1.tar.gz",
        [line("setup.py", Grade.UNEXPLAINED, Reach.INSTALL), line("README", Grade.UNEXPLAINED)],
        VerdictValue.REJECTED,
        reasons=(Reason(rule="source", message="no source was found", paths=()),),
        timings={},
    )


def many(count: int = 8_000) -> Ledger:
    """A large honest release."""
    return ledger(
        "numpy-2.1.0.tar.gz",
        [line(f"numpy/part_{number % 97}/file_{number}.py") for number in range(count)],
        source=git_source("https://github.com/numpy/numpy", "v2.1.0"),
    )


def news() -> Ledger:
    """A release with a macro that none before it had."""
    macro = line("m4/build-to-host.m4", Grade.UNEXPLAINED, Reach.BUILD)
    item = NewsItem(
        about=NewsAbout.RESIDUE,
        message="for 2 releases no file under m4/ was unexplained; now one is",
        paths=(macro.path,),
    )
    since = tuple(
        Baseline(
            name=f"liblike-{version}.tar.gz",
            version=version,
            sha256=Sha256(version[-1] * 64),
            verdict=VerdictValue.ACCEPTED,
        )
        for version in ("1.0", "1.1")
    )
    reason = Reason(rule="new-residue", message=item.message, paths=item.paths)
    found = ledger("liblike-1.2.tar.gz", [macro], VerdictValue.REJECTED, reasons=(reason,))
    return replace(found, news=News(since=since, items=(item,)))


def rebuilt(text: str = "tool 1.0") -> Ledger:
    """A release that was built again: once it came out the same, once otherwise, once not at all."""
    same = Rebuild(
        route="wheel-from-commit",
        against=PUBLISHED,
        outcome=RebuildOutcome.EQUAL,
        normalisations=("zip-container: order not compared",),
        command="backend: build_wheel",
        tools=(text,),
        adjustments=("a git folder was made",),
    )
    apart = replace(
        same,
        route="wheel-from-sdist",
        outcome=RebuildOutcome.DIFFERS,
        differing=(text,),
        missing=("a.py",),
        added=("b.py",),
        causes=("crlf",),
    )
    failed = replace(
        same,
        route="wheel-from-published-sdist",
        against="wheel-from-commit",
        outcome=RebuildOutcome.FAILED,
        step="build",
        reason=f"exit status 1 {text}",
        log=f"{text}\nerror: no compiler",
        causes=("missing-compiler",),
    )
    found = ledger("rebuilt-1.0-py3-none-any.whl", [line("a.py")])
    return replace(found, rebuilds=(same, apart, failed))


def advised(name: str = "tests/data/a b.json") -> Ledger:
    """An accepted sdist that lacks files, with what its maintainer can do; ``name`` may be hostile."""
    advice = (
        Advice(
            about=AdviceAbout.EXTRA,
            message=f"in the work tree, and in no commit: {name}",
            paths=(name,),
            file=name,
            lines=("exclude = [", f'    "{name}",', "]"),
        ),
        Advice(about=AdviceAbout.CHANGED, message="packed otherwise", paths=("a.py",)),
        Advice(
            about=AdviceAbout.UNCHECKED,
            message="generated, as it says",
            paths=("b.c",),
            lines=(f"tallystick audit '{name}' --depth regenerate",),
        ),
    )
    return replace(ledger("advised-1.0.tar.gz", [line("a.py")]), advice=advice)


SAMPLES: Final = {
    "advised": advised(),
    "advised-hostile": advised("\x1b]0;owned\x07<script>alert(1)</script>|```\u202e\n# h\n@all"),
    "news": news(),
    "rebuilt": rebuilt(),
    "rebuilt-hostile": rebuilt("\x1b]0;owned\x07<script>alert(1)</script>|`x`\u202e"),
    "accepted": accepted(),
    "attested": attested(),
    "rejected": rejected(),
    "inconclusive": inconclusive(),
    "hostile": hostile(),
    "empty": empty(),
    "without-source": without_source(),
}
