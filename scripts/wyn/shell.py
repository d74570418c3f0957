"""Running programs: one place that knows how they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from wyn.project import ROOT

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass
class Output:
    status: int
    text: str  # standard output
    errors: str

    @property
    def ok(self) -> bool:
        return self.status == 0

    def tail(self, lines: int = 40) -> str:
        return "\n".join((self.text + self.errors).strip().splitlines()[-lines:])


def cores() -> int:
    return len(os.sched_getaffinity(0))


def run(command: Iterable[object], *, timeout: float = 3600, cwd: Path = ROOT, env: dict | None = None) -> Output:
    """Runs to the end. Status 124: it outlived `timeout` seconds and was killed; 127: there is no such program."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, timeout=timeout, capture_output=True, text=True, errors="replace",
                              env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        return Output(127, "", f"{words[0]} is not installed")
    except subprocess.TimeoutExpired:
        return Output(124, "", f"{words[0]} did not end within {timeout:g} s")
    return Output(done.returncode, done.stdout, done.stderr)


def side_by_side(*lanes: Callable[[], None]) -> None:
    """Runs all lanes at once and raises what one of them raised, when all have ended."""
    with ThreadPoolExecutor(max_workers=len(lanes)) as pool:
        for lane in [pool.submit(lane) for lane in lanes]:
            lane.result()


def in_parallel(items: list[Item], work: Callable[[Item], Answer], done: Callable[[Answer], None]) -> None:
    """Works on all items, one per core; `done` is told in order of the items, from this thread."""
    with ThreadPoolExecutor(max_workers=cores()) as pool:
        for answer in pool.map(work, items):
            done(answer)
