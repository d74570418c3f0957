"""What a person sees while it runs, and the table at the end. On a pipe: plain lines, no colours, no redrawing.

Lenses run side by side, so everything here may be called from any thread.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from wyn.result import LensResult

# A pipe has no width of its own: a row stays one line.
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 400)


class _Bars:
    """The bars of all steps under way: one live display, for lenses that run side by side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._open = 0

    def add(self, title: str, total: int) -> tuple[Progress, TaskID]:
        with self._lock:
            if self._progress is None:
                columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                           TimeRemainingColumn(), TextColumn("{task.fields[what]}", style="dim"))
                self._progress = Progress(*columns, console=console, transient=True)
                self._progress.start()
            self._open += 1
            return self._progress, self._progress.add_task(title, total=total, what="")

    def remove(self, task: TaskID) -> None:
        with self._lock:
            assert self._progress is not None
            self._progress.remove_task(task)
            self._open -= 1
            if self._open == 0:
                self._progress.stop()
                self._progress = None


_bars = _Bars()


class Step:
    """One counted piece of work."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total = title, total
        self._done, self._said = 0, time.monotonic()
        self._bar = _bars.add(title, total) if console.is_terminal else None
        if self._bar is None:
            say(f"- {title} ({total})")

    def advance(self, what: str = "") -> None:
        self._done += 1
        if self._bar is not None:
            progress, task = self._bar
            progress.update(task, advance=1, what=what)
        elif time.monotonic() - self._said > 10:
            self._said = time.monotonic()
            say(f"  {self._title}: {self._done}/{self._total} {what}")

    def close(self) -> None:
        if self._bar is not None:
            _bars.remove(self._bar[1])


@contextmanager
def step(title: str, total: int) -> Iterator[Step]:
    """Shows the piece of work while it runs."""
    shown = Step(title, total)
    try:
        yield shown
    finally:
        shown.close()


def say(text: str) -> None:
    console.print(text, markup=False)


def complain(text: str) -> None:
    """To standard error, for messages that a script must be able to tell from the answer."""
    print(text, file=sys.stderr)


def show_findings(results: list[LensResult]) -> None:
    for result in results:
        for finding in result.findings:
            head = f"{result.lens} {result.component}: " + (f"{finding.site}: " if finding.site else "")
            where = f"\n    at {finding.location}" if finding.location else ""
            replay = f"\n    ./gate replay {finding.replay}" if finding.replay else ""
            console.print(f"RED {head}", style="red", end="", markup=False)
            console.print(f"{finding.message}{where}{replay}", markup=False)


def show_table(results: list[LensResult]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("lens", "component", "verdict", "seconds", ""):
        table.add_column(title, justify="right" if title == "seconds" else "left")
    for result in results:
        verdict = "[green]green[/]" if result.green else f"[red]red ({len(result.findings)})[/]"
        table.add_row(result.lens, result.component, verdict, f"{result.seconds:.1f}", result.summary)
    console.print(table)
