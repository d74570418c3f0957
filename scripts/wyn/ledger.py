"""The ledger: every named memory order of the core, with its operation, its variable and the reasons beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from wyn import cpp

ORDERS = ("relaxed", "acquire", "release", "acq_rel", "seq_cst")
CALLS = {
    "load": ("load",),
    "store": ("", "store"),
    "exchange": ("", "rmw"),
    "fetch_add": ("", "rmw"),
    "compare_exchange_strong": ("", "", "cas", "cas_failure"),
    "compare_exchange_weak": ("", "", "cas", "cas_failure"),
    "fence": ("fence",),
    "light_fence": ("light_fence",),
    "heavy_fence": ("heavy_fence",),
    "wait": ("", "wait"),
    "wait_until": ("", "", "wait"),
    "wake_one": ("wake",),
}


@dataclass
class Site:
    """One use of a named order."""

    name: str
    file: str  # relative to the root
    line: int
    operation: str  # load, store, rmw, cas, cas_failure, wait, wake, a fence; "" if it is no argument of an atomic operation
    order: str
    variable: str  # the member that is operated on; "" for a fence
    pairs: list[str] = field(default_factory=list)
    without: str = ""
    comment: str = ""  # all of it, its lines joined by \n
    paired: bool = False  # the comment has a `pairs:` line, even an empty one

    @property
    def location(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def is_fence(self) -> bool:
        return self.operation.endswith("fence")

    @property
    def acquires(self) -> bool:
        return self.order in ("acquire", "acq_rel", "seq_cst") and self.operation != "store"

    @property
    def releases(self) -> bool:
        return self.order in ("release", "acq_rel", "seq_cst") and (self.operation in ("store", "rmw", "cas")
                                                                                        or self.is_fence)

    @property
    def waiver(self) -> str:
        """The reason why a plain store need not be release, if it states one."""
        return _after("waiver:", self.comment)


def files(root: Path) -> list[Path]:
    """The core files that may have sites: all outside the seam."""
    found = (p for p in (root / "core").rglob("*") if p.suffix in (".hpp", ".h", ".cpp"))
    return sorted(p for p in found if root / "core" / "wyn" / "sync" not in p.parents)


def sites(root: Path) -> list[Site]:
    return [site for path in files(root) for site in sites_of(cpp.read(path), path.relative_to(root))]


def sites_of(source: cpp.Source, shown_as: Path) -> list[Site]:
    code = source.code
    found = []
    for index, token in enumerate(code):
        if is_named_order(code, index):
            found.append(_site_at(source, code, index, str(shown_as), token))
    return found


def is_named_order(code: list[cpp.Token], index: int) -> bool:
    """`order<"name">` starts here."""
    texts = [token.text for token in code[index : index + 4]]
    return len(texts) == 4 and texts[0] in ORDERS and texts[1] == "<" and code[index + 2].kind == "string" and texts[3] == ">"


def _site_at(source: cpp.Source, code: list[cpp.Token], index: int, file: str, token: cpp.Token) -> Site:
    name = code[index + 2].text.strip('"')
    open_paren, argument, argument_start = _enclosing_call(code, index)
    operation, variable = _operation(code, open_paren, argument, _is_whole_argument(code, argument_start, index))
    block = _comment_above(source, code, argument_start, _statement_start(code, open_paren))
    comment = "\n".join(block)
    pairs = [name.strip() for name in _after("pairs:", comment).split(",") if name.strip()]
    without = _after("without:", comment)
    return Site(name, file, token.line, operation, token.text, variable, pairs, without, comment, "pairs:" in comment)


def _enclosing_call(code: list[cpp.Token], index: int) -> tuple[int, int, int]:
    """The open parenthesis around the token (-1: none), the number of the argument, and where it starts."""
    depth, argument, start = 0, 0, -1
    for i in range(index - 1, -1, -1):
        text = code[i].text
        if text in (")", "]", "}"):
            depth += 1
        elif text in ("(", "[", "{") and depth > 0:
            depth -= 1
        elif text == "(":
            return i, argument, start if start >= 0 else i + 1
        elif text in ("[", "{", ";"):
            break
        elif text == "," and depth == 0:
            argument += 1
            start = start if start >= 0 else i + 1
    return -1, 0, index


def _is_whole_argument(code: list[cpp.Token], start: int, index: int) -> bool:
    """Nothing but qualifiers before the order and a `,` or `)` behind it."""
    prefix = [token.text for token in code[start:index]]
    return prefix in ([], ["sync", "::"], ["wyn", "::", "sync", "::"]) and code[index + 4].text in (",", ")")


def _operation(code: list[cpp.Token], open_paren: int, argument: int, whole: bool) -> tuple[str, str]:
    called = code[open_paren - 1].text if open_paren > 0 else ""
    arguments = CALLS.get(called, ())
    if not whole or argument >= len(arguments):
        return "", ""
    if called.endswith("fence"):
        return called, ""
    if code[open_paren - 2].text not in (".", "->"):
        return "", ""
    return arguments[argument], code[open_paren - 3].text


def _statement_start(code: list[cpp.Token], open_paren: int) -> int:
    depth = 0
    for i in range(open_paren, -1, -1):
        text = code[i].text
        if text in (")", "]"):
            depth += 1
        elif text in ("(", "["):
            depth -= 1
        elif depth <= 0 and text in (";", "{", "}"):
            return i + 1
    return 0


def _comment_above(source: cpp.Source, code: list[cpp.Token], argument_start: int, statement: int) -> list[str]:
    """The lines of // right above the argument if it has its own, else right above the statement."""
    for start in (argument_start, statement):
        block: list[str] = []
        line = code[start].line - 1
        while line in source.comments:
            block.insert(0, source.comments[line])
            line -= 1
        if block:
            return block
    return []


def _after(key: str, comment: str) -> str:
    """What follows the key, up to the next key."""
    match = re.search(rf"(?:^|\n){re.escape(key)}(.*?)(?=\n(?:pairs|without|waiver):|\Z)", comment, re.DOTALL)
    return " ".join(match.group(1).split()) if match else ""
