"""An extension module by its file name, held against what it exports (PEP 3149, PEP 489).

Python imports ``speed.cpython-311-x86_64-linux-gnu.so`` by calling ``PyInit_speed`` in it: a file that
exports another module's function, or is for another machine than its own name says, is not what it claims.
"""

from __future__ import annotations

import re

from msgspec import Struct
from packaging.utils import parse_wheel_filename

from tallystick.binary import Binary
from tallystick.explain.binaries.platform_tag import machines
from tallystick.explain.context import Context
from tallystick.explain.evidence.source_words import says_any
from tallystick.explain.places import base_name, folder_of

_NAME = re.compile(
    r"(?P<module>[^.]+)(?:\.(?P<tag>(?:cpython-|cp)3\d{1,2}[a-z]{0,3}(?:-[\w-]{1,60})?|abi3t?"
    r"|(?:pypy|graalpy)[\w-]{1,60}))?\.(?P<ending>so|pyd)"
)
LOADED_BY_NAME = ("CDLL", "PyDLL", "WinDLL", "dlopen", "load_library", "LoadLibrary")
"""How Python opens a library that is no module: ctypes, cffi, torch."""

_STABLE_PRIVATE = frozenset({
    "_PyArg_ParseTupleAndKeywords_SizeT", "_PyArg_ParseTuple_SizeT", "_PyArg_Parse_SizeT",
    "_PyArg_VaParseTupleAndKeywords_SizeT", "_PyArg_VaParse_SizeT", "_PyErr_BadInternalCall",
    "_PyObject_CallFunction_SizeT", "_PyObject_CallMethod_SizeT", "_PyObject_GC_New",
    "_PyObject_GC_NewVar", "_PyObject_GC_Resize", "_PyObject_New", "_PyObject_NewVar",
    "_PyState_AddModule", "_PyThreadState_Init", "_PyThreadState_Prealloc",
    "_PyTrash_delete_nesting", "_PyTrash_deposit_object", "_PyTrash_destroy_chain",
    "_PyTrash_destroy_nesting", "_PyTrash_thread_deposit_object", "_PyTrash_thread_destroy_chain",
    "_PyWeakref_CallableProxyType", "_PyWeakref_ProxyType", "_PyWeakref_RefType",
    "_Py_BuildValue_SizeT", "_Py_CheckRecursionLimit", "_Py_CheckRecursiveCall", "_Py_Dealloc",
    "_Py_DecRef", "_Py_EllipsisObject", "_Py_FalseStruct", "_Py_IncRef", "_Py_NegativeRefcount",
    "_Py_NoneStruct", "_Py_NotImplementedStruct", "_Py_RefTotal", "_Py_SetRefcnt",
    "_Py_SwappedOp", "_Py_TrueStruct", "_Py_VaBuildValue_SizeT",
})  # fmt: skip
"""Private names that the stable ABI has all the same (CPython, ``Misc/stable_abi.toml``)."""


class ModuleName(Struct, frozen=True, kw_only=True):
    """What a file name says: the module, and the interpreter and ABI that it is for ("" if it says none)."""

    module: str
    tag: str
    ending: str

    @property
    def is_claimed(self) -> bool:
        """Nothing but an extension module is named so: a plain ``.so`` may be any library."""
        return bool(self.tag) or self.ending == "pyd"

    @property
    def has_another_entry(self) -> bool:
        """PyPy's and GraalPy's cffi modules are not entered through ``PyInit``."""
        return self.tag.startswith(("pypy", "graalpy"))


def module_name(path: str) -> ModuleName | None:
    """What the file name says of an extension module; None if it could be none."""
    found = _NAME.fullmatch(base_name(path))
    if found is None:
        return None
    module = found["module"]
    if (
        module == "__init__"
    ):  # a package is entered by the name of its folder (importlib, FileFinder)
        module = base_name(folder_of(path).rstrip("/")) or module
    return ModuleName(module=module, tag=found["tag"] or "", ending=found["ending"])


def wrong_module(path: str, images: tuple[Binary, ...], context: Context) -> str | None:
    """How the exports or the machine disagree with the file's name; None if they fit."""
    name = module_name(path)
    if name is None or not name.is_claimed:
        return None
    promised = machines(name.tag)
    for image in images:
        if promised and image.machine not in promised and len(images) == 1:
            return f"its name says {', '.join(sorted(promised))}, and it is for {image.machine}"
        if name.module in image.modules or name.has_another_entry or _is_of_python_2(context):
            continue
        if image.modules:
            exported = ", ".join(f"PyInit_{module}" for module in image.modules[:3])
            return f"it exports {exported} and no PyInit_{name.module}"
        if not says_any(LOADED_BY_NAME, context):
            return (
                f"it exports no PyInit_{name.module}, and the source opens no library by its name"
            )
    return None


def _is_of_python_2(context: Context) -> bool:
    """Whether every tag is one of Python 2, whose modules are entered by ``init`` and their name."""
    try:
        _, _, _, tags = parse_wheel_filename(context.artifact.name)
    except ValueError:
        return False
    return all(tag.interpreter.startswith(("cp2", "py2")) for tag in tags)


def module_notes(path: str, images: tuple[Binary, ...]) -> list[str]:
    """What else its exports and imports say of the module."""
    name = module_name(path)
    if name is None:
        return []
    notes = []
    if name.is_claimed and not any(image.modules for image in images):
        notes.append(f"exports no PyInit_{name.module}: Python cannot import it")
    if name.tag.startswith("abi3"):
        private = sorted(
            imported
            for imported in frozenset().union(*(image.imports for image in images))
            if imported.startswith("_Py") and imported not in _STABLE_PRIVATE
        )
        if private:
            notes.append(f"imports what the stable ABI does not have: {', '.join(private[:5])}")
    return notes


def described(path: str, images: tuple[Binary, ...]) -> str:
    """What it is, in a phrase."""
    if not images:
        return "a compiled file"
    machine = " and ".join(dict.fromkeys(image.machine for image in images))
    form = (
        f"{images[0].format} {'/'.join(dict.fromkeys(str(i.bits) for i in images))}-bit {machine}"
    )
    name = module_name(path)
    modules = images[0].modules
    if name is not None and name.module in modules:
        which = f" for {name.tag}" if name.tag else ""
        return f"extension module {name.module}{which}, {form}"
    own = images[0].name
    return f"{images[0].kind}{f' {base_name(own)}' if own else ''}, {form}"
