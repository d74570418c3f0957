"""The report of a judgement: the table on the screen, the page, JSON and JUnit."""

from __future__ import annotations

import argparse
import platform
from dataclasses import asdict

from rich.table import Table

from wyn import failures, formats, ledger, page, replay, screen, survivors
from wyn.gate import Judgement
from wyn.ledger import Site
from wyn.project import BUILD, ROOT
from wyn.shell import cores, run

FOLDER = BUILD / "gate"
INTERLEAVINGS_SHOWN = 6  # of each kind, failures and sample kills, on the page


def announce(judgement: Judgement) -> None:
    budgets = judgement.budgets
    exhaustive = "; the smallest models exhaustively" if budgets.exhaustive else ""
    screen.say(f"budgets: {budgets.executions:,} random executions per model of up to two threads, "
               f"{budgets.larger_executions:,} per larger one, at most {budgets.listed_executions:,} of the listed "
               f"survivors, all at once, from number {budgets.first}; context bound {budgets.bound}{exhaustive}; a kill "
               f"certifies within {budgets.certifying:,}; stress {budgets.stress_seconds:g} s per program, with --seed {judgement.seed}")


def finish(judgement: Judgement, given: argparse.Namespace, command: str, shard: dict | None = None) -> int:
    """Shows what was found, then writes the files, and answers the exit status."""
    made = compose(judgement, command)
    if shard:
        made["shard"] = shard
    screen.say("")
    screen.show_findings(judgement.results)
    show_interleavings(made)
    screen.show_table(judgement.results)
    written = write(made, given)
    verdict = "green" if judgement.green else "RED"
    screen.say(f"{command}: {verdict} in {judgement.seconds:.0f} s; page: {(FOLDER / 'report.html').relative_to(ROOT)}")
    return status(judgement.green, written)


def status(green: bool, written: bool) -> int:
    """Without its report a green verdict does not pass: nobody could read it. A red one stays red."""
    return 1 if not green else 0 if written else 2


def write(made: dict, given: argparse.Namespace) -> bool:
    """False, with a complaint, if a file cannot be written."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.write_page(made, FOLDER / "report.html")
        formats.to_json(made, FOLDER / "report.json")
        if given.json:
            formats.to_json(made, given.json)
        if given.junit:
            formats.to_junit(made, given.junit)
    except OSError as error:
        screen.complain(f"./gate: the report is not written: {error}")
        return False
    return True


def compose(judgement: Judgement, command: str) -> dict:
    return {
        "command": command,
        "revision": revision(),
        "started": judgement.started,
        "seconds": round(judgement.seconds, 1),
        "verdict": "green" if judgement.green else "red",
        "machine": f"{platform.machine()}, {cores()} cores, Linux {platform.release()}",
        "budgets": judgement.budgets.as_dict(),
        "lenses": [_lens(result) for result in judgement.results],
        "sites": _sites(judgement),
        "models": [search for result in judgement.results for search in result.data.get("models", [])],
        "failures": _failures(judgement),
    }


def revision() -> str:
    """The commit, marked if the tree differs from it; `unknown` outside a checkout or without git."""
    commit = run(["git", "rev-parse", "--short=12", "HEAD"])
    if not commit.ok:
        return "unknown"
    changed = run(["git", "status", "--porcelain", "--untracked-files=no"]).text.strip()
    return commit.text.strip() + ("+changed" if changed else "")


def _lens(result) -> dict:
    return {"lens": result.lens, "component": result.component, "summary": result.summary, "green": result.green,
            "seconds": round(result.seconds, 1), "findings": [asdict(finding) for finding in result.findings]}


def _entries() -> list[survivors.Survivor]:
    try:
        return survivors.read(ROOT)
    except survivors.ListError:
        return []  # the mutants lens says so


def _sites(judgement: Judgement) -> list[dict]:
    reasons = {entry.site: entry.reason for entry in _entries()}
    kills = [kill for of_component in judgement.kills.values() for kill in of_component]
    made = []
    for site in ledger.sites(ROOT):
        mutants = [kill for kill in kills if kill["site"] == site.name]
        survived = any(not kill["killed"] for kill in mutants)
        made.append(asdict(site) | {"mutants": mutants, "reason": reasons.get(site.name, "") if survived else ""})
    return made


def _failures(judgement: Judgement) -> list[dict]:
    """The failing executions of this judgement, traced."""
    wanted = [finding.replay for result in judgement.results for finding in result.findings if finding.replay]
    traced = (replay.traced(failures.find(identity)) for identity in dict.fromkeys(wanted) if failures.find(identity))
    return [one for _, one in zip(range(INTERLEAVINGS_SHOWN), traced)]


def show_interleavings(made: dict) -> None:
    for failure in made["failures"][:2]:
        replay.show(failure, made["sites"])


def show_ledger(sites: list[Site]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("site", "order", "operation", "variable", "pairs with", "at"):
        table.add_column(title, overflow="fold")
    for site in sites:
        table.add_row(site.name, site.order, site.operation, site.variable, ", ".join(site.pairs), site.location)
    screen.console.print(table)
