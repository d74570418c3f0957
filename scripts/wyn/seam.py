"""Nothing outside the seam touches atomics, orders, threads or the compiler's own tricks: the check on tokens.

compiled.py checks the same by poisoned identifiers and on the syntax tree.
"""

from __future__ import annotations

import re
from pathlib import Path

from wyn import cpp, ledger, rules
from wyn.result import Finding

FOLDERS = ("models", "property_tests", "stress", "examples", "benchmarks", "sanitizers")

# Where the words are the subject: path prefix -> reason.
ALLOWED = {
    "models/engine/": "the model world's other half: it implements the seam on top of Relacy",
    "stress/scheduler/": "programs as users write them, with their own threads, locks and atomics",
    "stress/c_api/": "as above",
    "property_tests/scheduler/": "as above",
    "benchmarks/scheduler/": "peers and the bare kernel, beside which the scheduler is measured",
    "benchmarks/peers/": "as above: works that every peer does with the same body",
    "benchmarks/deque/hand_written": "the version on std::atomic that the machine code is compared with",
    "benchmarks/split_deque/hand_written": "as above",
    "benchmarks/sync/code_hand_written": "as above, operation by operation",
    "sanitizers/canaries/": "deliberate races and overflows, which the sanitizers must report",
    "sanitizers/seam/bare_order": "an order of std that the seam must not compile",
    "sanitizers/lint/": "the list of the words itself",
}

# The seam's replacement for each word that is forbidden behind `std::`.
_STD = {
    "atomic": "sync::atomic", "thread": "sync::thread", "jthread": "sync::thread", "mutex": "a verified structure",
    "recursive_mutex": "", "timed_mutex": "", "shared_mutex": "", "condition_variable": "", "lock_guard": "",
    "unique_lock": "", "scoped_lock": "", "shared_lock": "", "call_once": "", "once_flag": "", "future": "",
    "promise": "", "async": "", "packaged_task": "", "counting_semaphore": "", "binary_semaphore": "",
}  # fmt: skip
# Tests may use these; in core they are hidden atomics, locks, allocations, clocks or chance, which the seam owns. (A
# stop_token is the user's; core only asks it.)
_STD_IN_CORE = (
    "latch", "barrier", "this_thread", "stop_source", "stop_callback", "shared_ptr", "weak_ptr",
    "make_shared", "allocate_shared", "enable_shared_from_this", "add_volatile", "add_volatile_t", "add_cv", "add_cv_t",
    "system_clock", "steady_clock", "high_resolution_clock", "random_device", "mt19937", "mt19937_64",
    "default_random_engine", "allocator", "malloc", "calloc", "realloc", "aligned_alloc", "free", "rand", "srand",
    "signal", "raise", "pmr",
)  # fmt: skip
_CORE_WORD = re.compile(
    r"system_clock|steady_clock|high_resolution_clock|malloc|calloc|realloc|aligned_alloc|posix_memalign|mmap|munmap"
    r"|rand|srand|sched_yield|usleep|nanosleep|sigaction|pthread_kill|fork|vfork|setjmp|longjmp|clock_gettime"
    r"|checked|NDEBUG|WYN_CHECKED|WYN_WORLD_\w*"
)
# Sizes differ between the worlds, so code could tell by them where it runs.
_SIZES = ("sizeof", "alignof", "offsetof", "alignment_of", "alignment_of_v")
_SIZE_USERS = ("static_assert", "allocate", "deallocate", "size_for")

# The seam's own files that may use the words; another file there is no back door.
SEAM = (
    "address.hpp", "atomic.hpp", "contract.hpp", "contract.cpp", "fault.hpp", "futex.hpp", "futex.cpp", "interrupt.cpp",
    "membarrier.hpp", "membarrier.cpp", "memory.cpp", "ordering.hpp", "per_thread.hpp", "signals.hpp", "signals.cpp",
    "site.hpp", "source_location.hpp", "thread.cpp", "thread.hpp", "thread_exit.cpp", "unload.cpp", "world.hpp", "worlds/counted.hpp",
    "worlds/model.hpp", "worlds/perturbed.cpp", "worlds/perturbed.hpp", "worlds/production.hpp",
)  # fmt: skip
SUFFIXES = (".hpp", ".h", ".cpp")

_WORD = re.compile(
    r"atomic_(ref|flag|thread_fence|signal_fence|init|is_lock_free|(load|store|exchange|compare_exchange|fetch)\w*)"
    r"|memory_order\w*|kill_dependency|volatile|__volatile\w*|asm|__asm\w*|thread_local|__thread|_Atomic"
    r"|__atomic_\w+|__sync_\w+|__c11_\w+|__builtin_ia32_\w+|pthread_\w+|syscall|\w*futex\w*|_mm_[lms]fence|_mm_pause"
    r"|no_sanitize\w*|named_order|visited_cell|visited_fence|world_fence|to_std"
)
_HEADER = re.compile(
    r"atomic|thread|mutex|shared_mutex|condition_variable|future|semaphore|stdatomic\.h|threads\.h|pthread\.h"
    r"|linux/.*|sys/syscall\.h|.*intrin\.h"
)
_HEADER_IN_CORE = re.compile(_HEADER.pattern + r"|barrier|latch|wyn/sync/worlds/.*|wyn/sync/site\.hpp")
_CORE_DIRECTIVES = ("include", "pragma")
# C has no stop_source, so that its handles hold their users'.
_C_HANDLES = "core/wyn/c_api.cpp"
# What C compilers read tells them from C++ compilers.
_C_HEADER = "core/wyn/wyn.h"
_C_DIRECTIVES = ("ifdef", "endif")


def check(root: Path) -> list[Finding]:
    findings = unread(root)
    for path in ledger.files(root):
        findings += check_core(cpp.read(path), str(path.relative_to(root)))
    seam = root / "core" / "wyn" / "sync"
    for path in sorted(p for p in seam.rglob("*") if p.suffix in SUFFIXES and str(p.relative_to(seam)) not in SEAM):
        shown = str(path.relative_to(root))
        findings += check_words(cpp.read(path), shown) + _headers(cpp.read(path), shown, _HEADER)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            shown = str(path.relative_to(root))
            if path.suffix in (".hpp", ".h", ".cpp") and not shown.startswith(tuple(ALLOWED)):
                source = cpp.read(path)
                findings += check_words(source, shown) + _headers(source, shown, _HEADER)
    return findings


def unread(root: Path) -> list[Finding]:
    """No other file ships code: what has another ending is read by no rule."""
    return [Finding(f"a file that no rule reads; name it {path.stem}.hpp or .cpp", location=f"{path.relative_to(root)}:1")
            for path in sorted((root / "core" / "wyn").rglob("*"))
            if path.is_file() and path.suffix not in (*SUFFIXES, ".md")]


def check_core(source: cpp.Source, file: str) -> list[Finding]:
    """Core outside the seam: no macros, no choice by the preprocessor, no second name for std."""
    findings = check_words(source, file) + _headers(source, file, _HEADER_IN_CORE)
    for i, token in enumerate(source.tokens):
        if token.text in ("##", "%:%:"):
            findings.append(_found(source, file, token, "token pasting hides words from readers and checks; write them"))
        elif file == _C_HEADER and token.directive in _C_DIRECTIVES:
            continue
        elif token.directive == token.text and token.text not in ("#", *_CORE_DIRECTIVES):
            findings.append(_found(source, file, token, f"#{token.text}: core outside the seam has no macros and no "
                                   "conditional code, so that what is checked is what ships; move it into core/wyn/sync"))
        elif token.directive == "pragma" and token.text not in ("pragma", "once"):
            findings.append(_found(source, file, token, f"#pragma {token.text}: only `once` is allowed here; drop it"))
        elif token.kind == "name" and (token.text.startswith("__") or "\\" in token.text or token.text == "_Pragma"):
            findings.append(_found(source, file, token, f"{token.text}: the compiler's own words stay inside the seam"))
        elif token.directive or file == _C_HANDLES and token.text == "stop_source":
            continue
        elif _is_core_word(source.tokens, i):
            findings.append(_found(source, file, token, f"{token.text} in core outside the seam; use core/wyn/sync"))
        elif token.text in ("new", "delete") and not _is_placement(source.tokens, i):
            findings.append(_found(source, file, token, f"{token.text} outside the seam, where no test can let it fail; "
                                   "use sync::allocate"))
        elif token.text in _SIZES and not _is_size_of_memory(source.tokens, i):
            findings.append(_found(source, file, token, f"{token.text} differs between what is checked and what ships; it "
                                   f"belongs into {', '.join(_SIZE_USERS)}"))
        elif token.text == "atomic" and _qualifier(source.tokens, i) != "sync":
            findings.append(_found(source, file, token, "an atomic that is not the seam's; write sync::atomic"))
    return findings


def _is_core_word(tokens: list[cpp.Token], i: int) -> bool:
    token, qualifier = tokens[i], _qualifier(tokens, i)
    if token.text in _STD_IN_CORE and qualifier in ("std", "chrono") or token.text == "site_record":
        return True
    is_member = i > 0 and tokens[i - 1].text in (".", "->")
    return token.kind == "name" and not is_member and _CORE_WORD.fullmatch(token.text) is not None


def _is_placement(tokens: list[cpp.Token], i: int) -> bool:
    """`::new (memory) type`, `= delete`."""
    if tokens[i].text == "delete":
        return i > 0 and tokens[i - 1].text == "="
    behind = [token.text for token in tokens[i + 1 : i + 5]]
    return i > 0 and tokens[i - 1].text == "::" and behind[:1] == ["("] and behind[1:4] != ["std", "::", "nothrow"]


def _is_size_of_memory(tokens: list[cpp.Token], i: int) -> bool:
    """In a static_assert, in an allocation's arguments, or in the function that computes them."""
    before = [token.text for token in tokens[:i]]
    # How many types a pack has is the same everywhere.
    of_pack = "".join(token.text for token in tokens[i + 1 : i + 4]).startswith("...")
    return of_pack or any(user in _statement(before) or user in _head_of_block(before) for user in _SIZE_USERS)


def _statement(before: list[str]) -> list[str]:
    """The last statement's words so far."""
    start = next((at for at in range(len(before) - 1, -1, -1) if before[at] in (";", "{", "}")), -1)
    return before[start + 1 :]


def _head_of_block(before: list[str]) -> list[str]:
    """What stands before the `{` that is still open."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(before[at], 0)
        if depth < 0:
            return _statement(before[:at])
    return []


def check_words(source: cpp.Source, file: str) -> list[Finding]:
    findings = []
    for i, token in enumerate(source.tokens):
        if token.directive == "include":
            continue
        if token.kind == "name" and _WORD.fullmatch(token.text):
            findings.append(_found(source, file, token, f"{token.text} outside the seam; use core/wyn/sync"))
        elif token.text in _STD and _qualifier(source.tokens, i) == "std":
            instead = _STD[token.text] or "core/wyn/sync or a verified structure"
            findings.append(_found(source, file, token, f"std::{token.text} outside the seam; use {instead}"))
        elif token.text == "std" and _is_renamed(source.tokens, i):
            findings.append(_found(source, file, token, "std under another name or opened; write std:: where it is used"))
    return findings


def _qualifier(tokens: list[cpp.Token], index: int) -> str:
    """What stands before the `::` before the token."""
    return tokens[index - 2].text if index > 1 and tokens[index - 1].text == "::" else ""


def _is_renamed(tokens: list[cpp.Token], index: int) -> bool:
    """`using namespace std`, `namespace x = std`, `#define x std`."""
    start = index - 1 if index and tokens[index - 1].text == "::" else index
    before = [token.text for token in tokens[max(start - 3, 0) : start]]
    opened = before[-2:] == ["using", "namespace"]
    aliased = before[-1:] == ["="] and before[:1] == ["namespace"]
    behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return opened or aliased or behind not in ("::", "{")


def _headers(source: cpp.Source, file: str, forbidden: re.Pattern[str]) -> list[Finding]:
    findings = []
    included: dict[int, list[cpp.Token]] = {}
    for token in source.tokens:
        if token.directive == "include" and token.text not in ("include", "#"):
            included.setdefault(token.line, []).append(token)
    for tokens in included.values():
        name = "".join(token.text for token in tokens).strip('<>"')
        if forbidden.fullmatch(name):
            findings.append(_found(source, file, tokens[0], f"#include of {name} outside the seam; use core/wyn/sync"))
    return findings


def _found(source: cpp.Source, file: str, token: cpp.Token, message: str) -> Finding:
    near = rules.nearest(ledger.sites_of(source, Path(file)), token.line)
    return Finding(message + (f" ({near.strip()})" if near else ""), site=near.removeprefix(" near "),
                   location=f"{file}:{token.line}")
