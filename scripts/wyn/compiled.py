"""Nothing outside the seam touches atomics, orders or threads: the checks by compiler, and the length of functions.

Both see through what tokens alone do not: aliases, macros, pasted tokens, `auto`.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clang import cindex

from wyn import cpp, ledger, rules
from wyn.result import Finding

WORLDS = {"production": [], "model": ["-DWYN_WORLD_MODEL"]}
COMPILERS = ("g++", "clang++")
FUNCTION_LINES = 60

_ERROR = re.compile(r"(?P<file>[^:\s]+):(?P<line>\d+):\d+: (?:fatal )?error: (?P<message>.*)")
_FUNCTIONS = ("FUNCTION_DECL", "CXX_METHOD", "CONSTRUCTOR", "DESTRUCTOR", "CONVERSION_FUNCTION", "FUNCTION_TEMPLATE")

# Entities of std, and builtins, that only the seam may reach, by qualified name.
_FORBIDDEN = re.compile(
    r"std::(__atomic\w*|atomic\w*|memory_order\w*|kill_dependency|thread|jthread|\w*mutex\w*|condition_variable\w*"
    r"|lock_guard|unique_lock|scoped_lock|shared_lock|call_once|once_flag|future\w*|promise|async|packaged_task"
    r"|\w*semaphore|latch|barrier|this_thread|stop_(source|callback)|shared_ptr|weak_ptr|make_shared"
    r"|allocate_shared|enable_shared_from_this|add_volatile\w*|add_cv\w*|random_device|mersenne_twister_engine|allocator"
    r"|chrono::\w+_clock|pmr)\b.*"
    r"|(std::)?(malloc|calloc|realloc|aligned_alloc|posix_memalign|free|rand|srand|signal|raise|sigaction|fork|setjmp|mmap"
    r"|sched_yield|usleep|nanosleep|sleep|clock_gettime)|operator (new|delete)(\[\])?"
    r"|__atomic_\w+|__sync_\w+|__c11_atomic\w+|__builtin_ia32_\w+|pthread_\w+|syscall"
    r"|wyn::sync::(order|named_order|site|site_record|cell|visited_\w+|world_fence|to_std|model|checked)\b(?!::named_order).*"
)
_FORBIDDEN_TYPE = re.compile(r"\bstd::(__atomic|atomic|memory_order|thread\b|jthread|\w*mutex|condition_variable|future<)")


def _flags(root: Path, world: str) -> list[str]:
    return [*WORLDS[world], "-DWYN_CHECKED", "-std=gnu++20", f"-I{root / 'core'}", f"-I{root}"]


def poisoned(root: Path) -> list[Finding]:
    """Every core file behind sanitizers/lint/poison.hpp, with both compilers in both worlds."""
    jobs = [(compiler, world) for compiler in COMPILERS for world in WORLDS]
    with ThreadPoolExecutor(max_workers=2) as pool:
        outputs = pool.map(lambda job: _compile_poisoned(root, *job), jobs)
    findings: dict[str, Finding] = {}
    for (compiler, world), output in zip(jobs, outputs):
        for finding in errors(root, output, f"behind the poison, {compiler}, {world} world"):
            findings.setdefault(finding.location, finding)
    return list(findings.values())


def _compile_poisoned(root: Path, compiler: str, world: str) -> str:
    program = '#include "sanitizers/lint/poison.hpp"\n' + _includes(root)
    command = [compiler, *_flags(root, world), "-fsyntax-only", "-x", "c++", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True, cwd=root, check=False)
    failed_silently = done.returncode != 0 and not _ERROR.search(done.stderr)
    return done.stderr + (f"\n{root}/core:0:0: error: {compiler} failed" if failed_silently else "")


def _includes(root: Path) -> str:
    return "".join(f'#include "{path}"\n' for path in ledger.files(root))


def errors(root: Path, output: str, where: str) -> Iterator[Finding]:
    """The compiler's errors, each with the nearest site."""
    for match in _ERROR.finditer(output):
        yield _finding(root, Path(match["file"]), int(match["line"]), f"does not compile ({where}): {match['message']}")


def _finding(root: Path, path: Path, line: int, message: str) -> Finding:
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    near = ""
    if path in ledger.files(root):
        near = rules.nearest(ledger.sites_of(cpp.read(path), shown), line)
    return Finding(message + (f" ({near.strip()})" if near else ""), site=near.removeprefix(" near "),
                   location=f"{shown}:{line}")


def syntax_tree(root: Path) -> list[Finding]:
    """What core outside the seam refers to, by its real name; and functions that are too long."""
    findings: dict[tuple[str, str], Finding] = {}
    root = root.resolve()
    outside = {str(path) for path in ledger.files(root)}
    core = {str(path) for path in (root / "core").rglob("*.hpp")}
    for world in WORLDS:
        unit = _parse(root, world)
        for error in unit.diagnostics:
            if error.severity >= cindex.Diagnostic.Error and error.location.file:
                finding = _finding(root, Path(error.location.file.name), error.location.line,
                                   f"does not compile: {error.spelling}")
                findings.setdefault((finding.location, "compile"), finding)
        for cursor in _cursors(unit.cursor, core):
            file = cursor.location.file.name
            for rule, message in _faults(cursor, file in outside):
                finding = _finding(root, Path(file), cursor.location.line, message)
                findings.setdefault((finding.location, rule), finding)
    return list(findings.values())


def _parse(root: Path, world: str) -> cindex.TranslationUnit:
    arguments = ["-x", "c++", *_flags(root, world)]
    program = [("every_core_file.cpp", _includes(root))]
    return cindex.Index.create().parse("every_core_file.cpp", arguments, unsaved_files=program)


def _cursors(top: cindex.Cursor, files: set[str]) -> Iterator[cindex.Cursor]:
    """Everything inside the declarations of these files."""
    for child in top.get_children():
        if child.location.file is not None and child.location.file.name in files:
            yield from (cursor for cursor in child.walk_preorder() if cursor.location.file is not None)


def _faults(cursor: cindex.Cursor, outside: bool) -> Iterator[tuple[str, str]]:
    """Pairs of rule and message."""
    if _kind(cursor) in _FUNCTIONS and cursor.is_definition():
        length = cursor.extent.end.line - cursor.extent.start.line + 1
        if length > FUNCTION_LINES:
            yield "length", f"{cursor.spelling} has {length} lines, more than {FUNCTION_LINES}; divide it"
    if not outside:
        return
    if name := _forbidden_reference(cursor):
        yield "reference", f"refers to {name}, which only the seam may; use core/wyn/sync"
    kind = cursor.type
    if _FORBIDDEN_TYPE.search(kind.get_canonical().spelling):
        yield "reference", f"has the type {kind.get_canonical().spelling}, which only the seam may; use core/wyn/sync"
    if kind.is_volatile_qualified():
        yield "volatile", "volatile orders nothing that a checker knows; use core/wyn/sync"
    if _kind(cursor) in ("ASM_STMT", "MS_ASM_STMT"):
        yield "asm", "inline assembly outside the seam; use core/wyn/sync"
    if _is_alias(cursor):
        yield "alias", f"{cursor.spelling} is a second name for an atomic, whose operations no ledger finds; use its own name"
    if _is_guarded_static(cursor):
        yield "static", f"{cursor.spelling} is initialised behind a hidden lock; make it constexpr or a member"
    if _kind(cursor) == "VAR_DECL" and cursor.tls_kind != cindex.TLSKind.NONE:
        yield "tls", "a thread-local variable outside the seam, which the model's threads share; use core/wyn/sync"


def _kind(cursor: cindex.Cursor) -> str:
    """The kind's name; nothing for an expression that Debian's bindings are too old to name."""
    try:
        return cursor.kind.name
    except ValueError:
        return ""


def _is_alias(cursor: cindex.Cursor) -> bool:
    """A variable, parameter or member that refers to an atomic."""
    if _kind(cursor) not in ("VAR_DECL", "PARM_DECL", "FIELD_DECL"):
        return False
    spelled = cursor.type.get_canonical()
    if spelled.kind.name not in ("LVALUEREFERENCE", "RVALUEREFERENCE", "POINTER", "MEMBERPOINTER"):
        return False
    return re.match(r"(const )?wyn::sync::atomic<", spelled.get_pointee().get_canonical().spelling) is not None


def _is_guarded_static(cursor: cindex.Cursor) -> bool:
    in_function = cursor.semantic_parent is not None and _kind(cursor.semantic_parent) in _FUNCTIONS
    return (_kind(cursor) == "VAR_DECL" and in_function and cursor.storage_class == cindex.StorageClass.STATIC
            and not cursor.type.is_const_qualified())


def _forbidden_reference(cursor: cindex.Cursor) -> str:
    referred = cursor.referenced
    if referred is None or referred.kind.is_translation_unit():
        return ""
    name = _qualified(referred)
    if _FORBIDDEN.fullmatch(name):
        return name
    file = referred.location.file
    return name if file is not None and "wyn/sync/worlds/" in file.name else ""


def _qualified(cursor: cindex.Cursor) -> str:
    parts: list[str] = []
    at = cursor
    while at is not None and not at.kind.is_translation_unit():
        if at.spelling and not at.spelling.startswith(("__cxx11", "_V2")):
            parts.insert(0, at.spelling)
        at = at.semantic_parent
    return "::".join(parts)
