"""What stands in deploy/ can be read, and calls commands and options that there are."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

DEPLOY = Path(__file__).parents[1] / "deploy"
yaml: Any = import_module("yaml")  # Dask brings it


def test_the_compose_file_is_one_scheduler_workers_and_a_survey() -> None:
    services = yaml.safe_load((DEPLOY / "dask" / "compose.yaml").read_text())["services"]
    assert set(services) == {"scheduler", "worker", "survey"}
    for name, command in (("scheduler", "scheduler"), ("worker", "worker")):
        words = services[name]["entrypoint"]
        known = help_of(command)
        assert words[:2] == ["dask", command]
        options = [word.partition("=")[0] for word in words if word.startswith("--")]
        # --no-dashboard is the other half of "--dashboard / --no-dashboard".
        assert [option for option in options if option not in known] == []
    assert services["survey"]["command"][0] == "survey"


def test_the_helm_values_ask_for_what_a_survey_needs() -> None:
    values = yaml.safe_load((DEPLOY / "dask" / "values.yaml").read_text())
    assert values["worker"]["threads_per_worker"] == 1
    assert "tallystick.survey.dask_worker" in values["worker"]["extraArgs"]
    assert values["scheduler"]["env"] == [
        {"name": "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "value": "0"}
    ]


def test_the_unit_runs_the_monitor() -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "monitor" / "tallystick-monitor.service")
    assert unit["Service"]["ExecStart"].endswith(
        "tallystick monitor --config /etc/tallystick/monitor.toml"
    )
    assert unit["Service"]["ExecStartPre"].endswith("--check")


@pytest.mark.parametrize("folder", ["dask", "monitor"])
def test_containers_install_extras_that_there_are(folder: str) -> None:
    text = (DEPLOY / folder / "Containerfile").read_text()
    (extras,) = re.findall(r"'/src\[([a-z,]+)\]'", text)
    project = (DEPLOY.parent / "pyproject.toml").read_text()
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras.split(","))


def test_the_container_installs_from_the_lock_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    extras = re.findall(r"--extra ([a-z]+)", text)
    project = (DEPLOY.parent / "pyproject.toml").read_text()
    assert extras
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras)
    assert "pip install" not in text
    assert not re.search(r"^USER root", text, re.MULTILINE)


@pytest.mark.parametrize("folder", [".", "dask", "monitor"])
def test_nothing_of_a_work_tree_gets_into_an_image_unnamed(folder: str) -> None:
    """``COPY .`` would take the .venv of the machine along, what was built, and all of the history."""
    text = (DEPLOY / folder / "Containerfile").read_text()
    copied = [row.split()[1:-1] for row in text.splitlines() if row.startswith("COPY ")]
    names = {name for row in copied for name in row}
    assert names >= {"pyproject.toml", "README.md", "LICENSE", "src"}
    assert all((DEPLOY.parent / name).exists() for name in names)
    assert not names & {".", "./", "*"}


def help_of(command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"distributed.cli.dask_{command}", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
