"""The gate's report as one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wyn.interleaving import Interleaving, lay_out

TEMPLATES = Path(__file__).resolve().parent / "templates"

# Weakest last, as a reader compares them; a change that is not listed comes after these.
CHANGES = ["acq_rel", "acquire", "release", "relaxed", "removed", "omitted"]


def write_page(report: dict, path: Path | str) -> None:
    """Writes the page, which loads nothing from anywhere else."""
    Path(path).write_text(page(report), encoding="utf-8")


def page(report: dict) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"grouped": grouped, "duration": duration, "replay_command": replay_command}
    return environment.get_template("page.html").render(
        report=report,
        counts=counts(report),
        matrix=kill_matrix(report["sites"]),
        failures=[{**failure, "shown": interleaving_of(failure, report["sites"])} for failure in report["failures"]],
        failure_ids={failure["id"] for failure in report["failures"]},
        site_names={site["name"] for site in report["sites"]},
        models={model["model"] for model in report["models"]},
    )


def interleaving_of(failure: dict, sites: list[dict]) -> Interleaving:
    variables = {site["name"]: site["variable"] for site in sites}
    return lay_out(failure["trace"], failure["weaken"], failure["omit"], variables)


def counts(report: dict) -> list[tuple[str, str]]:
    """What was judged, in figures."""
    mutants = [mutant for site in report["sites"] for mutant in site["mutants"]]
    lenses = report["lenses"]
    return [
        ("lenses green", f"{sum(lens['green'] for lens in lenses)} of {len(lenses)}"),
        ("sites", grouped(len(report["sites"]))),
        ("mutants killed", f"{sum(mutant['killed'] for mutant in mutants)} of {len(mutants)}"),
        ("models", grouped(len({model["model"] for model in report["models"]}))),
        ("executions of models", grouped(sum(model["executions"] for model in report["models"]))),
        ("executions of mutants", grouped(sum(mutant["searched"] for mutant in mutants))),
    ]


def kill_matrix(sites: list[dict]) -> dict:
    """Sites by changes: each cell a mutant, or None where the change does not apply."""
    present = {mutant["change"] for site in sites for mutant in site["mutants"]}
    changes = [change for change in CHANGES if change in present] + sorted(present - set(CHANGES))
    rows = []
    for site in sites:
        by_change = {mutant["change"]: mutant for mutant in site["mutants"]}
        if by_change:
            rows.append({"site": site, "cells": [by_change.get(change) for change in changes]})
    return {"changes": changes, "rows": rows}


def grouped(number: float) -> str:
    if isinstance(number, bool):
        return "yes" if number else "no"
    return f"{number:,}"


def duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def replay_command(identifier: str) -> str:
    return f"./gate replay {identifier}"
