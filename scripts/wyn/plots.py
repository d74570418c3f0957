"""Pictures of a comparison, as SVG: how much longer the peers take, and what a task costs by the number of tasks."""

from __future__ import annotations

from pathlib import Path

from wyn.comparison import Row

CURVES = ("local", "outside")  # works of several sizes


def draw(rows: list[Row], place: Path) -> list[Path]:
    """Writes the pictures and returns their files. Raises ImportError without python3-matplotlib."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "wyn", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    return [_ratios(rows, place / "ratios.svg"), *(_curve(rows, work, place / f"{work}.svg") for work in CURVES
                                                   if any(row.work.name == work for row in rows))]


def _ratios(rows: list[Row], file: Path) -> Path:
    from matplotlib import pyplot

    shown = [row for row in rows if row.figure in ("", "p50") and len(row.taken) > 1 and row.median("wyn") > 0]
    names = sorted({name for row in shown for name in row.taken if name != "wyn"})
    figure, axes = pyplot.subplots(figsize=(8, 1.2 + 0.32 * len(shown)))
    for name in names:
        at = [(row.ratio(name), index) for index, row in enumerate(shown) if name in row.taken]
        axes.scatter(*zip(*at), s=28, label=name, zorder=3)
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


def _curve(rows: list[Row], work: str, file: Path) -> Path:
    from matplotlib import pyplot

    shown = [row for row in rows if row.work.name == work]
    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name in dict.fromkeys(name for row in shown for name in row.taken):
        own = [(row.work.size, row.median(name)) for row in shown if name in row.taken]
        axes.plot(*zip(*own), marker="o", label=name, linewidth=2.5 if name == "wyn" else 1)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("tasks")
    axes.set_ylabel(shown[0].work.unit)
    axes.set_title(shown[0].work.what, fontsize=9)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(fontsize=8, frameon=False)
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    return file
