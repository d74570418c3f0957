"""A lock between processes: whoever comes second says so and waits."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wyn import screen


@contextmanager
def held(path: Path, busy: str) -> Iterator[None]:
    """Holds the file's lock meanwhile. It ends with the process, however that ends. Not to be taken twice by one thread, which
    would wait for itself. `busy`: what is said before waiting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            screen.say(f"{busy}: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:  # not by the close alone: a child that another lane has just forked has it open too
            fcntl.flock(lock, fcntl.LOCK_UN)
