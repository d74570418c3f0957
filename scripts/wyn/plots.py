"""Pictures of a comparison, as SVG: how much longer the peers take, and what a task costs by the number of tasks and of
workers."""

from __future__ import annotations

from pathlib import Path

from wyn.comparison import Row, described
from wyn.peers import CHECKOUTS, REFERENCES, peers

WINDOW = "window"  # the last point of BY_TASKS
BY_TASKS = ("local", "worker", "outside")  # works of several sizes
BY_WORKERS = ("fib", "skynet", "tree")  # works of several numbers of threads
MARKERS = "osD^v<>pX"


def draw(rows: list[Row], place: Path) -> list[Path]:
    """Writes the pictures and returns their files. Raises ImportError without python3-matplotlib."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "wyn", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    drawn = [_ratios(rows, place / "ratios.svg")]
    for work in BY_TASKS:
        points = [(row.work.size, row) for row in rows if row.work.name == work]
        if work == "local":
            points += [(100_000_000, row) for row in rows if row.work.name == WINDOW and row.figure == ""]
        drawn += _curve(points, "tasks", place / f"{work}.svg")
    for work in BY_WORKERS:
        drawn += _curve(_by_workers(rows, work), "workers", place / f"{work}_workers.svg")
    return drawn


def _style(name: str) -> dict[str, str]:
    """The same in all pictures: wyn black, what is no scheduler grey, the others a colour and a marker of their own."""
    if name == "wyn":
        return {"color": "black", "marker": "o"}
    if name in REFERENCES:
        return {"color": "#888888", "marker": MARKERS[list(REFERENCES).index(name)]}
    known = [known for known in (*(peer.name for peer in peers()), *CHECKOUTS) if known not in REFERENCES]
    at = known.index(name) if name in known else len(known)
    return {"color": f"C{at % 10}", "marker": MARKERS[at % len(MARKERS)]}


def _by_workers(rows: list[Row], work: str) -> list[tuple[int, Row]]:
    """Of the size that was run with most numbers of threads."""
    of_size: dict[int, list[tuple[int, Row]]] = {}
    for row in rows:
        if row.work.name == work:
            of_size.setdefault(row.work.size, []).append((row.work.threads, row))
    return sorted(max(of_size.values(), key=len, default=[]), key=lambda point: point[0])


def _ratios(rows: list[Row], file: Path) -> Path:
    from matplotlib import pyplot

    shown = [row for row in rows if row.figure in ("", "p50") and row.work.threads in (2, 64) and len(row.taken) > 1
             and row.median("wyn") > 0]
    names = sorted({name for row in shown for name in row.taken if name != "wyn"}, key=str.lower)
    figure, axes = pyplot.subplots(figsize=(8, 1.2 + 0.32 * len(shown)))
    for name in names:
        at = [(row.ratio(name), index) for index, row in enumerate(shown) if name in row.taken]
        axes.scatter(*zip(*at), s=28, label=name, zorder=3, **_style(name))
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks(range(len(shown)), [row.work.title for row in shown])
    axes.invert_yaxis()
    axes.grid(axis="both", color="#dddddd", linewidth=0.6)
    axes.set_xlabel("time of the peer by that of wyn: left of the line the peer is faster")
    axes.legend(ncols=4, fontsize=8, loc="lower center", bbox_to_anchor=(0.45, 1.0), frameon=False)
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    return file


def _curve(points: list[tuple[int, Row]], along: str, file: Path) -> list[Path]:
    """Nothing for fewer than two points."""
    from matplotlib import pyplot

    if len(points) < 2:
        return []
    work = points[0][1].work
    figure, axes = pyplot.subplots(figsize=(7, 4))
    curves = {name: [(at, row.median(name)) for at, row in points if name in row.taken]
              for name in dict.fromkeys(name for _, row in points for name in row.taken)}
    # The legend in the order in which the curves end.
    for name, own in sorted(curves.items(), key=lambda curve: -curve[1][-1][1]):
        axes.plot(*zip(*own), label=name, linewidth=2.5 if name == "wyn" else 1, markersize=5,
                  linestyle="dashed" if name in REFERENCES else "solid", **_style(name))
    axes.set_xscale("log")
    axes.set_yscale("log")
    if along == "workers":
        axes.set_xticks([at for at, _ in points], [str(at) for at, _ in points])
        axes.minorticks_off()
    axes.set_xlabel(along)
    axes.set_ylabel(work.unit)
    axes.set_title(f"{work.name}: {described()[work.name]}", fontsize=9)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(fontsize=8, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    return [file]
