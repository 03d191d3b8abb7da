"""Inside the sandbox: have a project's own build, or a tool, make files once more.

One argument, JSON. ``root`` and ``out`` are folders of the tree that ``TALLYSTICK_TREE`` names: the
source's, and one for what comes back. ``tags``: null, or make a git folder with these. ``do``:

``metadata``, ``sdist``, ``wheel``
    what the backend makes (PEP 517): ``backend``, ``backend_path``, ``installed`` (names of projects). In
    ``out`` is ``requires.json`` when the backend wants more than is installed, else what it made.
``sdist-file``, ``wheel-file``
    the same, and the file itself is what stays in ``out``.
``setup.py``
    what ``setup.py sdist`` makes.
``build_ext``
    what ``setup.py build_ext`` writes before a compiler would run; no compiler is run.
``runs``
    commands, each with the ``folder`` of ``root`` that it starts in and its ``argv``.

With ``wanted`` (paths below ``root``) the status is 0 if any of these was written, whatever failed besides.
"""

import glob
import importlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import traceback
import zipfile
from typing import Any, Callable, Dict, List


def main() -> None:
    """Do what the argument says; a failure ends with a traceback, which is the log."""
    job = json.loads(sys.argv[1])
    tree = os.environ.pop("TALLYSTICK_TREE")
    root, out = os.path.join(tree, job["root"]), os.path.join(tree, job["out"])
    sys.path[:] = [path for path in sys.path if path]
    if job["tags"] is not None:
        make_git(root, job["tags"])
    if job["do"] == "setup.py":
        unpack_sdist(run_sdist(), out)
    elif job["do"] == "build_ext":
        surviving(run_build_ext)
    elif job["do"] == "runs":
        os.makedirs(out)
        for run in job["runs"]:
            subprocess.call(run["argv"], cwd=os.path.join(root, run["folder"]))
    else:
        ask_backend(job, out)
    if "wanted" in job:
        written = [path for path in job["wanted"] if os.path.exists(os.path.join(root, path))]
        sys.exit(0 if written else 1)


def ask_backend(job: Dict[str, Any], out: str) -> None:
    """What the backend makes."""
    installed, kind = job["installed"], "sdist" if job["do"].startswith("sdist") else "wheel"
    backend = load(job["backend"], job["backend_path"])
    sys.argv[:] = ["build"]
    asked = getattr(backend, "get_requires_for_build_" + kind, None)
    missing = [one for one in (asked({}) if asked else []) if bare(one) not in installed]
    os.makedirs(out)
    if missing:
        with open(os.path.join(out, "requires.json"), "w") as file:
            json.dump(missing, file)
        return
    work = os.path.join(os.environ["TMPDIR"], "hook")
    os.makedirs(work)
    if job["do"].endswith("-file"):
        getattr(backend, "build_" + kind)(out, {})
    elif kind == "sdist":
        unpack_sdist(os.path.join(work, backend.build_sdist(work, {})), out)
    elif job["do"] == "metadata" and hasattr(backend, "prepare_metadata_for_build_wheel"):
        named = backend.prepare_metadata_for_build_wheel(work, {})
        shutil.copytree(os.path.join(work, named), os.path.join(out, named))
    else:
        with zipfile.ZipFile(os.path.join(work, backend.build_wheel(work, {}))) as wheel:
            wheel.extractall(out)


def load(named: str, path: List[str]) -> Any:
    """The backend's object, looked for in the project's own folders first where it says so."""
    sys.path[:0] = [os.path.abspath(folder) for folder in path]
    module, _, attribute = named.partition(":")
    backend = importlib.import_module(module)
    for part in filter(None, attribute.split(".")):
        backend = getattr(backend, part)
    return backend


def bare(requirement: str) -> str:
    """The normalised name (PEP 503) of a requirement."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group(0)).lower() if found else requirement


def make_git(root: str, tags: List[str]) -> None:
    """A repository of one commit, with the tags of the real one, at the root of the source."""
    date = os.environ["SOURCE_DATE_EPOCH"] + " +0000"
    who = dict(os.environ)
    for person in ("AUTHOR", "COMMITTER"):
        who["GIT_" + person + "_NAME"] = "build"
        who["GIT_" + person + "_EMAIL"] = "build@example.org"
        who["GIT_" + person + "_DATE"] = date

    def git(*words: str) -> None:
        subprocess.check_call(["git", "-c", "core.autocrlf=false", *words], cwd=root, env=who)

    git("init", "-q")
    git("add", "-A", "-f")
    git("commit", "-q", "--no-verify", "--allow-empty", "-m", "release")
    for tag in tags:
        git("tag", "-a", "-m", tag, "--", tag)


def run_sdist() -> str:
    """``python setup.py sdist``, as was done before PEP 517; the path of the sdist."""
    work = os.path.join(os.environ["TMPDIR"], "hook")
    run_setup_py("sdist", "--formats=gztar", "--dist-dir=" + work)
    (made,) = glob.glob(os.path.join(glob.escape(work), "*.tar.gz"))
    return made


def run_build_ext() -> None:
    """``setup.py build_ext`` with compilers that do nothing."""
    importlib.import_module("setuptools")  # puts its own distutils in place
    compilers = importlib.import_module("distutils.ccompiler")

    def nothing(*_words: object, **_named: object) -> List[str]:
        return []

    for name in ("compile", "link", "link_shared_object", "link_executable", "create_static_lib"):
        setattr(compilers.CCompiler, name, nothing)
    work = os.environ["TMPDIR"]
    run_setup_py("build_ext", "--build-lib=" + work, "--build-temp=" + work)


def run_setup_py(*words: str) -> None:
    """``setup.py`` with these words, in this process."""
    sys.argv[:] = ["setup.py", *words]
    sys.path.insert(0, os.getcwd())
    runpy.run_path("setup.py", run_name="__main__")


def surviving(run: Callable[[], None]) -> None:
    """Run something of which a part may do."""
    try:
        run()
    except (Exception, SystemExit):  # noqa: BLE001 - what was written before it failed counts
        traceback.print_exc()


def unpack_sdist(path: str, out: str) -> None:
    """The files of an sdist without its top folder; contained by the sandbox, whatever it holds."""
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            _, _, inside = member.name.partition("/")
            if inside and (member.isfile() or member.islnk()):
                place = os.path.join(out, *inside.split("/"))
                os.makedirs(os.path.dirname(place), exist_ok=True)
                content = archive.extractfile(member)
                if content is not None:
                    with content, open(place, "wb") as file:
                        shutil.copyfileobj(content, file)
                    os.chmod(place, 0o755 if member.mode & 0o111 else 0o644)


main()
