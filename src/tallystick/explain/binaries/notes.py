"""What a person should look at in a compiled file: what it loads, calls and runs by itself."""

from __future__ import annotations

import re

from tallystick.binary import Binary
from tallystick.explain.context import Context
from tallystick.explain.evidence.source_words import Found, native_words
from tallystick.explain.places import base_name

_PROCESS = (
    "execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe", "fexecve", "fork", "vfork",
    "posix_spawn", "posix_spawnp", "system", "popen", "ptrace", "_wsystem", "_popen", "_wpopen", "WinExec",
    "CreateProcessA", "CreateProcessW", "ShellExecuteA", "ShellExecuteW", "ShellExecuteExA",
    "ShellExecuteExW", "CreateRemoteThread", "WriteProcessMemory", "process_vm_writev",
)  # fmt: skip
_NETWORK = (
    "socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "recvfrom", "getaddrinfo",
    "gethostbyname", "WSASocketA", "WSASocketW", "WSAConnect", "InternetOpenA", "InternetOpenW",
    "InternetOpenUrlA", "InternetOpenUrlW", "WinHttpOpen", "URLDownloadToFileA", "URLDownloadToFileW",
)  # fmt: skip
_LOADER = (
    "dlopen", "dlmopen", "dlsym", "mprotect", "pkey_mprotect", "memfd_create", "LoadLibraryA",
    "LoadLibraryW", "LoadLibraryExA", "LoadLibraryExW", "GetProcAddress", "VirtualProtect",
    "VirtualProtectEx", "VirtualAllocEx", "NSAddImage",
)  # fmt: skip
_GROUPS = (("process", _PROCESS), ("network", _NETWORK), ("loader", _LOADER))


def _plain(function: str) -> str:
    """Windows' sources call ``LoadLibrary``, and the preprocessor adds the A or W."""
    return re.sub(r"(?<=[a-z])[AW]$", "", function)


_WORDS = tuple(
    dict.fromkeys(
        word for _, group in _GROUPS for function in group for word in (function, _plain(function))
    )
)

_PLATFORM = re.compile(
    r"(?:libc|libm|libdl|librt|libpthread|libutil|libnsl|libresolv|libgcc_s|libstdc\+\+|libatomic|libz|libX11"
    r"|libXext|libXrender|libICE|libSM|libGL|libgobject-2\.0|libgthread-2\.0|libglib-2\.0|libexpat|libmvec"
    r"|libc\.musl-\w+|ld-[\w.-]+)\.so(?:\.\d+)*"
    r"|/usr/lib/.+|/System/Library/.+"
    r"|(?:kernel32|ntdll|user32|gdi32|advapi32|shell32|ole32|oleaut32|ws2_32|crypt32|bcrypt|bcryptprimitives"
    r"|secur32|winmm|version|imm32|setupapi|psapi|dbghelp|rpcrt4|userenv|iphlpapi|normaliz|wldap32|comctl32"
    r"|comdlg32|shlwapi|msvcrt|ucrtbase|vcruntime\d+(?:_\d)?|msvcp\d+(?:_\w+)?|vcomp\d+|wsock32|dnsapi|powrprof"
    r"|pdh|netapi32|ncrypt|wtsapi32|mswsock|winhttp|wininet|uxtheme|dwmapi|opengl32|d3d\d+|dxgi|winspool|mpr"
    r"|api-ms-win-[\w.-]+|ext-ms-win-[\w.-]+|python3\w*|libpypy3[\w.-]+-c)\.dll",
    re.IGNORECASE,
)
"""What is there before any wheel: PEP 513's list and auditwheel's, macOS, Windows, Python itself."""

_BESIDE = re.compile(r"\$ORIGIN\b.*|\$\{ORIGIN\}.*|@(?:loader_path|executable_path|rpath)\b.*|")
_MANY = 12
"""Names that one note lists."""

_COMPILERS_OWN = {"ELF": 1}
"""``frame_dummy`` (GCC, crtstuff.c): every ELF library and program has this one constructor."""


def notes(images: tuple[Binary, ...], context: Context, *, ours: bool) -> list[str]:
    """What stands on the line besides the claim; ``ours`` if the source is what it was made from."""
    found: list[str] = []
    for image in images:
        own = [
            *_libraries(image, context),
            *_running(image),
            *image.remarks,
            *_calls(image, context, ours=ours),
            *_made_by(image),
        ]
        prefix = f"{image.machine}: " if len(images) > 1 else ""
        found += [prefix + note for note in own]
    return found


def _listed(names: list[str]) -> str:
    more = len(names) - _MANY
    return ", ".join(names[:_MANY]) + (f" and {more} more" if more > 0 else "")


def _libraries(image: Binary, context: Context) -> list[str]:
    inside = context.once(
        "base names",
        lambda: frozenset(base_name(path).lower() for path in context.artifact.tree.entries),
    )
    grafted, platform, others = [], [], []
    for needed in image.needed:
        if base_name(needed).lower() in inside:
            grafted.append(base_name(needed))
        elif _PLATFORM.fullmatch(needed):
            platform.append(base_name(needed))
        else:
            others.append(needed)
    said = []
    if grafted:
        said.append(f"loads from this artifact: {_listed(grafted)}")
    if platform:
        said.append(f"loads from the platform: {_listed(platform)}")
    if others:
        said.append(f"loads what is neither here nor the platform's: {_listed(others)}")
    outside = [folder for folder in image.search if not _BESIDE.fullmatch(folder)]
    if outside:
        said.append(f"looks for libraries outside of its folder: {_listed(outside)}")
    return said


def _running(image: Binary) -> list[str]:
    said = []
    own = _COMPILERS_OWN.get(image.format, 0)
    if image.constructors > own:
        said.append(
            f"{image.constructors} constructors run when it is loaded (a compiler's own: {own})"
        )
    if image.resolvers:
        said.append(f"{image.resolvers} IFUNC resolvers run while it is being linked")
    if image.is_static:
        said.append("statically linked: its tables do not say what it calls")
    return said


def _calls(image: Binary, context: Context, *, ours: bool) -> list[str]:
    called = {kind: sorted(image.imports.intersection(functions)) for kind, functions in _GROUPS}
    if not any(called.values()):
        return []
    if not ours:
        return [
            f"imports {kind} functions: {_listed(functions)}; its sources are not here to be searched"
            for kind, functions in called.items()
            if functions
        ]
    searched = native_words(_WORDS, context)
    said = []
    for kind, functions in called.items():
        silent = [name for name in functions if not {name, _plain(name)} & searched.words]
        if silent:
            said.append(
                f"imports {kind} functions that {_whose(searched)} mentions: {_listed(silent)}"
            )
    return said


def _whose(searched: Found) -> str:
    where = f"none of the source's {searched.files} native files"
    if searched.unsearched:
        return f"{where} ({searched.unsearched} could not be searched)"
    return where


def _made_by(image: Binary) -> list[str]:
    return [f"says that it was made by {_listed(list(image.builders))}"] if image.builders else []
