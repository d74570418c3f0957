"""What a person sees while it runs, and the table at the end. On a pipe: plain lines, no colours, no redrawing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wyn.result import LensResult

console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())


class Step:
    """One counted piece of work."""

    def __init__(self, progress: Progress | None, task: object, title: str, total: int) -> None:
        self._progress, self._task, self._title, self._total = progress, task, title, total
        self._done, self._said = 0, time.monotonic()

    def advance(self, what: str = "") -> None:
        self._done += 1
        if self._progress is not None:
            self._progress.update(self._task, advance=1, what=what)
        elif time.monotonic() - self._said > 10:
            self._said = time.monotonic()
            console.print(f"  {self._title}: {self._done}/{self._total} {what}", markup=False)


@contextmanager
def step(title: str, total: int) -> Iterator[Step]:
    """Shows the piece of work while it runs."""
    if not console.is_terminal:
        console.print(f"- {title} ({total})", markup=False)
        yield Step(None, None, title, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.fields[what]}", style="dim"))
    with Progress(*columns, console=console, transient=True) as progress:
        yield Step(progress, progress.add_task(title, total=total, what=""), title, total)


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
