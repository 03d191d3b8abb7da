from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from ledgers import SAMPLES
from tallystick import report
from tallystick.errors import UsageError
from tallystick.report import FORMATS, print_report, render

IDS = [known.id for known in FORMATS]


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("id_", IDS)
def test_every_format_renders_every_sample(id_: str, sample: str) -> None:
    text = render([SAMPLES[sample]], format=id_)
    assert isinstance(text, str)
    assert text.encode()
    assert text.endswith("\n")


@pytest.mark.parametrize("id_", IDS)
def test_every_format_renders_several_ledgers_and_none(id_: str) -> None:
    text = str(render(list(SAMPLES.values()), format=id_))
    for name in ("six-1.17.0.tar.gz", "xz-5.6.1.tar.gz", "orphan-0.1.tar.gz"):
        assert name in text
    assert render([], format=id_)


@pytest.mark.parametrize("id_", IDS)
def test_a_format_is_a_module_of_its_name(id_: str) -> None:
    assert (Path(report.__file__).parent / f"{id_}.py").is_file()


def test_an_unknown_format_is_a_usage_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'pdf'.*terminal, json, html, markdown, sarif, intoto"):
        render([SAMPLES["accepted"]], format="pdf")


def test_a_ledger_without_a_verdict_is_refused() -> None:
    unjudged = replace(SAMPLES["accepted"], verdict=None)
    with pytest.raises(UsageError, match="no verdict"):
        render([unjudged], format="json")
    with pytest.raises(UsageError, match="no verdict"):
        print_report([unjudged], Console())


def test_importing_the_package_costs_nothing() -> None:
    heavy = "{'rich', 'jinja2', 'markupsafe', 'jsonschema'}"
    check = f"import sys, tallystick.report; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_json_does_not_pay_for_other_formats() -> None:
    check = (
        "import sys, tallystick.report; tallystick.report.render([], format='json');"
        "sys.exit(bool({'rich', 'jinja2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
