"""Inside the sandbox: have a project's own build, or a tool, make files once more.

One argument, JSON. ``root`` and ``out`` are folders of the tree that ``TALLYSTICK_TREE`` names: the
source's, and one for what comes back. ``git``: null, or what to make a git folder of. ``do``:

``metadata``, ``sdist``, ``wheel``
    what the backend makes (PEP 517): ``backend``, ``backend_path``, ``installed`` (names of projects). In
    ``out`` is ``requires.json`` when the backend wants more than is installed, else what it made.
``sdist-file``, ``wheel-file``
    the same, and the file itself is what stays in ``out``.
``setup.py``, ``setup.py-file``
    what ``setup.py sdist`` makes; the file itself.
``command-file``
    the files that a command (``argv``, in a ``folder`` of ``root``) writes anywhere below ``root``, if their
    names end in one of ``suffixes`` and nothing stood there before.
``build_ext``
    what ``setup.py build_ext`` writes before a compiler would run; no compiler is run.
``runs``
    commands, each with the ``folder`` of ``root`` that it starts in and its ``argv``.

With ``environment`` (variables) and ``settings`` (text of a configuration file for setuptools) these are set.
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
from typing import Any, Callable, Dict, List, Set, Tuple


def main() -> None:
    """Do what the argument says; a failure ends with a traceback, which is the log."""
    job = json.loads(sys.argv[1])
    tree = os.environ.pop("TALLYSTICK_TREE")
    root, out = os.path.join(tree, job["root"]), os.path.join(tree, job["out"])
    sys.path[:] = [path for path in sys.path if path]
    if job["git"] is not None:
        GitFolder(root, job["git"]).make()
    give(job)
    if job["do"] == "setup.py":
        unpack_sdist(run_sdist(), out)
    elif job["do"] == "setup.py-file":
        os.makedirs(out)
        shutil.copy(run_sdist(), out)
    elif job["do"] == "command-file":
        run_command(job, root, out)
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


def give(job: Dict[str, Any]) -> None:
    """Set what the job wants to be set."""
    os.environ.update(job.get("environment", {}))
    if job.get("settings"):
        path = os.path.join(os.environ["HOME"], "settings.cfg")
        with open(path, "w") as file:
            file.write(job["settings"])
        os.environ["DIST_EXTRA_CONFIG"] = path  # setuptools' "Build configuration overrides"


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


class GitFolder:
    """A repository of one commit at the root of the source: the real one, if its tree is what stands here."""

    def __init__(self, root: str, given: Dict[str, Any]) -> None:
        self.root, self.given = root, given
        self.folder = os.path.join(root, ".git")

    def make(self) -> None:
        """Make it."""
        self.git("init", "-q", *self.formatted())
        self.git("config", "core.autocrlf", "false")
        self.git("config", "diff.ignoreSubmodules", "all")
        self.stage()
        real = self.real_commit()
        head = real or self.made_up()
        for tag, content in self.given["tags"].items():
            if content is not None and "object " + head + "\n" in content:
                self.git("update-ref", "refs/tags/" + tag, self.stored("tag", content))
            elif real:
                self.git("update-ref", "refs/tags/" + tag, head)
            else:
                self.git("tag", "-a", "-m", tag, "--", tag)
        if self.given["checkout"]:
            self.check_out()
        for path in self.given["modules"]:
            self.link(path)

    def formatted(self) -> List[str]:
        """How ids are made, where it is not the usual way."""
        return ["--object-format=sha256"] if self.given["format"] == "sha256" else []

    def stage(self) -> None:
        """The files as they are in the commit: nothing is converted on the way in."""
        info = os.path.join(self.folder, "info")
        os.makedirs(info, exist_ok=True)
        with open(os.path.join(info, "attributes"), "w") as file:
            file.write("* -text -ident -filter -working-tree-encoding\n")
        self.git("add", "-A", "-f", ".")
        os.remove(os.path.join(info, "attributes"))
        links, besides = self.given["links"], set(self.given["besides"])
        listed = self.git("ls-files", "-z").decode("utf-8", "surrogateescape").split("\0")
        foreign = [
            path
            for path in listed
            if path in besides or any(path.startswith(link + "/") for link in links)
        ]
        names = "".join(path + "\0" for path in foreign).encode("utf-8", "surrogateescape")
        self.git("update-index", "-z", "--force-remove", "--stdin", given=names)
        for path, commit in links.items():
            self.git("update-index", "--add", "--cacheinfo", "160000", commit, path)
        for path, (mode, blob) in self.given["absent"].items():
            self.git("update-index", "--add", "--cacheinfo", mode, blob, path)
        self.leave_out()

    def leave_out(self) -> None:
        """git takes what is not to be had for a file that nobody wanted to be written."""
        for path in self.given["absent"]:
            self.git("update-index", "--skip-worktree", "--", path)

    def real_commit(self) -> str:
        """The id of the commit itself, put on a branch; "" where the tree is another one."""
        content = self.given["commit"]
        tree = self.git("write-tree", "--missing-ok").decode().strip()
        if content is None or not content.startswith("tree " + tree + "\n"):
            return ""
        commit = self.stored("commit", content)
        with open(os.path.join(self.folder, "shallow"), "w") as file:
            file.write(commit + "\n")
        self.git("update-ref", "HEAD", commit)
        return commit

    def made_up(self) -> str:
        """A commit of ours with what stands here, and its id."""
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "release")
        return self.git("rev-parse", "HEAD").decode().strip()

    def check_out(self) -> None:
        """The files as git writes them: with the line ends that .gitattributes asks for."""
        self.git("read-tree", "--empty")
        self.git("read-tree", "HEAD")
        self.leave_out()
        self.git("checkout-index", "-f", "-a", "-q")
        self.git("update-index", "-q", "--refresh")
        time = int(os.environ["SOURCE_DATE_EPOCH"])
        for name in self.git("ls-files", "-z").split(b"\0"):
            path = os.path.join(os.fsencode(self.root), name)
            if name and os.path.lexists(path):
                os.utime(path, (time, time), follow_symlinks=False)

    def link(self, path: str) -> None:
        """The ``.git`` file of a submodule, and a repository without objects where it leads."""
        listed = self.git("config", "-z", "--file", ".gitmodules", "--list", failing=True)
        for item in listed.decode("utf-8", "surrogateescape").split("\0"):
            key, _, value = item.partition("\n")
            name = key[len("submodule.") : -len(".path")]
            safe = not name.startswith("/") and ".." not in name.split("/")
            if key.startswith("submodule.") and key.endswith(".path") and value == path and safe:
                inside = os.path.join(".git", "modules", name)
                self.git("init", "-q", "--bare", *self.formatted(), "--", inside)
                self.git("config", "--file", inside + "/config", "core.bare", "false")
                # It has no objects to tell by whether anything in it was changed.
                self.git("config", "submodule." + name + ".ignore", "all")
                with open(os.path.join(self.root, path, ".git"), "w") as file:
                    file.write("gitdir: " + "../" * (path.count("/") + 1) + inside + "\n")

    def stored(self, kind: str, content: str) -> str:
        """The id of an object, which is written as it is."""
        words = ("hash-object", "-t", kind, "-w", "--stdin", "--literally")
        return self.git(*words, given=content.encode("latin-1")).decode().strip()

    def git(self, *words: str, given: bytes = b"", failing: bool = False) -> bytes:
        """What git prints."""
        who = dict(os.environ)
        for person in ("AUTHOR", "COMMITTER"):
            who["GIT_" + person + "_NAME"] = "build"
            who["GIT_" + person + "_EMAIL"] = "build@example.org"
            who["GIT_" + person + "_DATE"] = os.environ["SOURCE_DATE_EPOCH"] + " +0000"
        command = ["git", *words]
        done = subprocess.run(  # noqa: PLW1510 - looked at below
            command, cwd=self.root, env=who, input=given, stdout=subprocess.PIPE
        )
        if done.returncode and not failing:
            raise SystemExit("git " + words[0] + " failed")
        return done.stdout


def run_sdist() -> str:
    """``python setup.py sdist``, as was done before PEP 517; the path of the sdist."""
    work = os.path.join(os.environ["TMPDIR"], "hook")
    run_setup_py("sdist", "--formats=gztar", "--dist-dir=" + work)
    (made,) = glob.glob(os.path.join(glob.escape(work), "*.tar.gz"))
    return made


def run_command(job: Dict[str, Any], root: str, out: str) -> None:
    """A program that builds; what stood there before was not made by it."""
    before = archives(root, tuple(job["suffixes"]))
    subprocess.run(job["argv"], cwd=os.path.join(root, job["folder"]), check=True)
    os.makedirs(out)
    for path in archives(root, tuple(job["suffixes"])) - before:
        shutil.copy(path, out)


def archives(root: str, suffixes: Tuple[str, ...]) -> Set[str]:
    """The files of the source with such names."""
    return {
        os.path.join(folder, name)
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(suffixes)
    }


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
