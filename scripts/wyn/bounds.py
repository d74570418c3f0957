"""What wyn is meant to reach, line by line, in the rows of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from wyn.comparison import DRIFT, Row
from wyn.peers import CHECKOUTS, REFERENCES


@dataclass(frozen=True)
class Bound:
    """wyn's median in the rows of a work is at most so many times that of the best of some peers, or at most a number."""

    work: str
    at_most: float
    against: tuple[str, ...] | None = ()  # nothing: the number itself; None: every scheduler that Debian has
    figure: str = ""
    sizes: tuple[int, ...] = ()  # nothing: all
    threads: tuple[int, ...] = (2,)

    def covers(self, row: Row) -> bool:
        return (row.work.name == self.work and row.figure == self.figure and row.work.threads in self.threads
                and (not self.sizes or row.work.size in self.sizes))

    def held_against(self, row: Row) -> list[str]:
        """The peers of the row that count."""
        return [name for name in row.taken
                if name != "wyn" and (name in self.against if self.against else name not in (*REFERENCES, *CHECKOUTS))]

    def line(self, row: Row) -> str:
        """What the row says of it."""
        what = f"{row.work.title} {row.figure}".strip()
        if self.against == ():
            return _line(what, row.median("wyn"), self.at_most, row.unit)
        counted = self.held_against(row)
        if not counted:
            return f"not shown  {what} against {' or '.join(self.against or ('another scheduler',))}"
        best = min(counted, key=row.median)
        return _line(f"{what} against {best}", row.median("wyn") / row.median(best), self.at_most, "")


def _line(what: str, value: float, at_most: float, unit: str) -> str:
    return f"{'holds' if value <= at_most else 'OVER':9}  {what}: {value:.3g}, at most {at_most:g} {unit}".rstrip()


FROM_OUTSIDE = ("oneTBB", "tokio", "rayon", "Go")
BOUNDS = [
    Bound("fib", 1, None, sizes=(35,), threads=(1, 2)),
    Bound("skynet", 1, None),
    Bound("queens", 1, None),
    Bound("queens", 1.15, ("two copies",)),
    Bound("tree", 1, None),
    *(Bound(work, 1, (name,), sizes=sizes, threads=threads) for work, sizes, threads in
      (("fib", (35,), (1, 2)), ("skynet", (), (2,)), ("queens", (), (2,)), ("tree", (), (2,))) for name in CHECKOUTS),
    # A spawn by a worker takes as much as two fetch_add while all fits into the caches, and at most twice that later.
    *(Bound(work, at_most, ("bare",), sizes=(size,)) for work in ("local", "worker")
      for size, at_most in ((10_000, 2), (1_000_000, 4))),
    *(Bound(work, 0.3, (name,), sizes=(10_000, 100_000, 1_000_000)) for work, name in
      (("local", "oneTBB"), ("local", "libomp"), ("worker", "oneTBB"))),
    Bound("window", 1.3, figure=DRIFT),
    Bound("outside", 0.7, FROM_OUTSIDE, sizes=(10_000, 100_000, 1_000_000)),
    Bound("bulk", 0.3, FROM_OUTSIDE),
    Bound("wake", 1.2, ("bare",), figure="p50"),
    Bound("wake", 1.5, ("bare",), figure="p99"),
    Bound("idle", 0.1, threads=(64,)),
    Bound("urgent", 1, None, figure="p99"),
    Bound("tiny", 1, ("oneTBB",)),
    Bound("sort", 1, ("oneTBB",)),
]


def lines(rows: list[Row]) -> list[str]:
    """Of every bound that these rows can tell of."""
    return [bound.line(row) for bound in BOUNDS for row in rows if bound.covers(row)]
