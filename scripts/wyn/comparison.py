"""The same work on every peer, in turn: medians, and their ratios to wyn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from wyn import screen
from wyn.peers import Peer, PeerFailed, Running


@dataclass(frozen=True)
class Work:
    """Something that peers do, in a size."""

    name: str
    size: int
    unit: str
    what: str
    threads: int = 2
    rounds: int = 7
    warms_up: bool = True  # not what is too long for that, or is seen once in a process
    figures: tuple[str, ...] = ("",)  # what one round answers
    patience: float = 120.0  # seconds for one answer; who has none by then is left out

    @property
    def turns(self) -> int:
        """One more than it has rounds, which warms up."""
        return self.rounds + self.warms_up

    @property
    def title(self) -> str:
        return f"{self.name} {self.size}" + (f", {self.threads} threads" if self.threads != 2 else "")


DRIFT = "last tenth by first"  # a ratio, whatever the work's unit
ENOUGH = 5.0  # seconds that a peer gets for a work: who has had them is asked no more
QUANTILES = ("p50", "p99", "p99.9")
POWERS = tuple(10**power for power in range(3, 8))
SPAWNED = "ns per task"
WORKS = [
    *(Work("fib", 35, "ns per call", "fork and join, no cut-off", threads=threads) for threads in (1, 2)),
    *(Work("fib", 30, "ns per call", "the same", threads=threads) for threads in (1, 2, 4, 8, 16)),
    Work("skynet", 1_000_000, SPAWNED, "a tree of groups of ten"),
    *(Work("skynet", 1_000_000, SPAWNED, "the same", threads=threads, rounds=3) for threads in (1, 4, 8, 16)),
    Work("queens", 12, "ms", "a task per placement"),
    Work("tree", 2000, "ns per node", "an unbalanced tree, a task per node"),
    *(Work("tree", 2000, "ns per node", "the same", threads=threads, rounds=3) for threads in (1, 4, 8, 16)),
    *(Work("local", size, SPAWNED, "spawn to all-complete from an attached thread") for size in POWERS),
    *(Work("worker", size, SPAWNED, "spawn to all-complete from a worker") for size in POWERS),
    *(Work("outside", size, SPAWNED, "spawn to all-complete from a thread that runs none") for size in POWERS),
    *(Work("bulk", size, SPAWNED, "the same, all at once where there is a call for that") for size in POWERS[1:4]),
    Work("window", 100_000, SPAWNED, "a hundred million, 10^5 at a time", rounds=1, warms_up=False, figures=("", DRIFT)),
    Work("pairs", 1_000_000, "ns per pair", "push and take on a deque"),
    Work("robbed", 1_000_000, "ns per pair", "the same while a thief steals"),
    Work("steals", 1_000_000, "ns per element", "two thieves empty a deque"),
    Work("batches", 1_000_000, "ns per element", "the same, in batches into their own"),
    Work("tiny", 100_000_000, "ms", "a loop of trivial bodies"),
    Work("uneven", 10_000, "ms", "a loop of uneven bodies"),
    Work("matrices", 512, "ms", "a product of matrices, row by row"),
    Work("sort", 10_000_000, "ms", "32-bit integers"),
    Work("wake", 1000, "us", "a spawn into an idle pool, to its start", figures=QUANTILES),
    Work("urgent", 500, "us", "the same under full load of 1 us tasks", figures=QUANTILES, patience=10),
    Work("idle", 3, "ms per second", "processor time of an idle pool of 64", threads=64, rounds=1, warms_up=False),
    Work("memory", 1_000_000, "bytes per task", "resident, of pending tasks", rounds=1, warms_up=False),
]


def described() -> dict[str, str]:
    """What each work is, by its name, in the order of the table."""
    found: dict[str, str] = {}
    for work in WORKS:
        found.setdefault(work.name, work.what)
    return found


@dataclass
class Row:
    """What all peers took for one figure of a work."""

    work: Work
    figure: str
    taken: dict[str, list[float]] = field(default_factory=dict)  # by peer, in order of the rounds
    left_out: dict[str, str] = field(default_factory=dict)  # why

    @property
    def unit(self) -> str:
        return "ratio" if self.figure == DRIFT else self.work.unit

    def median(self, peer: str) -> float:
        return statistics.median(self.taken[peer])

    def ratio(self, peer: str) -> float:
        """To wyn; above 1: it takes longer than wyn."""
        own = self.median("wyn")
        return self.median(peer) / own if own > 0 else float("inf")


def compare(work: Work, peers: list[Peer], advance: Callable[[str], None]) -> list[Row]:
    """Rounds in which every peer that can does the work once, to and fro, after one that is not counted. Who takes long does
    fewer; who takes so long for the first that there is no other is judged by that one."""
    running: list[Running] = []
    left_out: dict[str, str] = {}

    def leave_out(one: Running, failed: PeerFailed) -> None:
        if "wrong result" in str(failed) or one.peer.name == "wyn":
            raise failed
        left_out[one.peer.name] = str(failed)
        one.close()
        running.remove(one)

    try:
        for peer in peers:
            if work.name not in peer.works():
                continue
            try:
                running.append(Running(peer, work.name, work.size, work.threads))
            except PeerFailed as failed:
                if peer.name == "wyn":
                    raise
                left_out[peer.name] = str(failed)
        for number in range(work.turns):
            for one in running[:: 1 if number % 2 == 0 else -1]:
                advance(one.peer.name)
                if one.taken and one.spent > ENOUGH:
                    continue
                begun = time.monotonic()
                try:
                    figures = one.once(work.patience)
                except PeerFailed as failed:
                    leave_out(one, failed)
                    continue
                one.spent += time.monotonic() - begun
                if number >= work.turns - work.rounds or one.spent > ENOUGH:
                    one.taken.append(figures)
        return [Row(work, figure, {one.peer.name: [round_[at] for round_ in one.taken] for one in running}, left_out)
                for at, figure in enumerate(work.figures)]
    finally:
        for one in running:
            one.close()


def compare_all(works: list[Work], peers: list[Peer]) -> list[Row]:
    """Raises PeerFailed for a wrong result."""
    rows: list[Row] = []
    turns = sum(work.turns for work in works for peer in peers if work.name in peer.works())
    with screen.step("compare", turns) as step:
        for work in works:
            rows += compare(work, peers, lambda name, work=work: step.advance(f"{work.title}: {name}"))
    return rows


def write_tsv(rows: list[Row], file: Path) -> None:
    lines = ["work\tsize\tthreads\tfigure\tunit\tpeer\tmedian\tminimum\tmaximum\trounds"]
    for row in rows:
        for peer, taken in row.taken.items():
            lines.append("\t".join(map(str, (row.work.name, row.work.size, row.work.threads, row.figure, row.unit, peer,
                                              f"{statistics.median(taken):.6g}", f"{min(taken):.6g}", f"{max(taken):.6g}", len(taken)))))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(rows: list[Row], peers: list[Peer]) -> list[list[str]]:
    """What wyn takes, and how many times as much each peer; the first line has the titles."""
    names = [peer.name for peer in peers if peer.name != "wyn" and any(peer.name in row.taken for row in rows)]
    lines = [["work", "wyn", "min", "max", "", *names]]
    for row in rows:
        own = row.taken["wyn"]
        ratios = [f"{row.ratio(name):.2f}" if name in row.taken else "-" for name in names]
        lines.append([f"{row.work.title} {row.figure}".strip(), *(f"{figure:.3g}" for figure in (row.median("wyn"), min(own), max(own))),
                      row.unit, *ratios])
    return lines


def write_markdown(rows: list[Row], peers: list[Peer], file: Path) -> None:
    """The table, as benchmarks/README.md has it."""
    titles, *lines = table(rows, peers)
    ruled = [titles, ["---" if title in ("work", "") else "--:" for title in titles], *lines]
    file.write_text("".join(f"| {' | '.join(line)} |\n" for line in ruled), encoding="utf-8")


def show(rows: list[Row], peers: list[Peer]) -> None:
    """The table on the terminal, and who was left out."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False)
    titles, *lines = table(rows, peers)
    for title in titles:
        shown.add_column(title, justify="left" if title in ("work", "") else "right")
    for line in lines:
        shown.add_row(*line)
    screen.console.print(shown)
    for why in dict.fromkeys(f"left out of {row.work.title}: {name}: {why}" for row in rows for name, why in row.left_out.items()):
        screen.say(why)
