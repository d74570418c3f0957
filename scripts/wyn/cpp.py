"""C++ as tokens: what the ledger and the lint read instead of lines.

Comments and literals are told apart from code, and spliced lines (a backslash at the end) are joined first, as the
compiler does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<line_comment>//[^\n]*)
    | (?P<block_comment>/\*.*?\*/)
    | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
    | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
    | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
    | (?P<number>\.?\d(?:'?[\w.]|[eEpP][+-])*)
    | (?P<name>(?:[A-Za-z_]|\\u[0-9a-fA-F]{4})(?:\w|\\u[0-9a-fA-F]{4})*)
    | (?P<punctuation>\#\#|%:%:|%:|::|->|<<=|<=>|&&|\|\||[-+*/%&|^=!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_KINDS = {"raw": "string"}


@dataclass(frozen=True)
class Token:
    kind: str  # name, number, string, char, punctuation
    text: str
    line: int
    directive: str = ""  # the directive it belongs to, such as "define"; "" in code


@dataclass(frozen=True)
class Source:
    path: Path
    tokens: list[Token]
    comments: dict[int, str]  # line -> text, for the lines that hold nothing but a // comment
    lines: int

    @property
    def code(self) -> list[Token]:
        """The tokens outside preprocessor directives."""
        return [token for token in self.tokens if not token.directive]


def read(path: Path) -> Source:
    return parse(path, path.read_text(encoding="utf-8"))


def parse(path: Path, text: str) -> Source:
    tokens, comments = _tokens_of(text)
    return Source(path, tokens, comments, text.count("\n") + 1)


@lru_cache(maxsize=1024)  # most files of a patched copy are as they were
def _tokens_of(text: str) -> tuple[list[Token], dict[int, str]]:
    joined, lines = _join_spliced_lines(text)
    tokens: list[Token] = []
    comments: dict[int, str] = {}
    directive, at_line_start, hash_seen = "", True, False
    for match in _TOKEN.finditer(joined):
        kind, piece, line = match.lastgroup or "", match.group(), lines[match.start()]
        if kind == "mark":
            kind = "raw"
        if kind == "space":
            if "\n" in piece:
                directive, at_line_start, hash_seen = "", True, False
        elif kind == "line_comment":
            if at_line_start:
                comments[line] = piece[2:].strip()
        elif kind != "block_comment":
            if at_line_start and piece in ("#", "%:"):
                directive, hash_seen = "#", True
            elif hash_seen:
                directive, hash_seen = piece, False
            tokens.append(Token(_KINDS.get(kind, kind), piece, line, directive))
            at_line_start = False
    return tokens, comments


def _join_spliced_lines(text: str) -> tuple[str, list[int]]:
    """The text without spliced line ends, and the line of each character that is left."""
    *ended, last = text.split("\n")
    lines: list[int] = []
    for line, piece in enumerate(ended, 1):
        lines += [line] * (len(piece) - 1 if piece.endswith("\\") else len(piece) + 1)
    return text.replace("\\\n", ""), lines + [len(ended) + 1] * len(last)
