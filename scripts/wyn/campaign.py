"""`./gate --deep`: the long campaign. It searches fresh executions until its time is over, in shares that merge."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import replace

from wyn import formats, lenses, report, screen, survivors
from wyn.budgets import Budgets
from wyn.build import BuildFailed, build
from wyn.gate import Judgement
from wyn.model_program import ModelProgram, ModelProgramFailed
from wyn.project import ROOT, components
from wyn.result import Finding, LensResult

MINUTES, START = 10, 10_000_001  # unless others are asked for
ROUND = 50_000  # random executions per model in one round: a round lasts seconds, so a campaign ends in time


def deep(given: argparse.Namespace) -> int:
    shard = given.shard or "1/1"
    minutes = MINUTES if given.minutes is None else given.minutes
    start = START if given.start is None else given.start
    try:
        index, count = (int(part) for part in shard.split("/"))
    except ValueError:
        index, count = 0, 0
    if not 1 <= index <= count:
        screen.complain(f"./gate: --shard is i/n with 1 <= i <= n, not '{shard}'")
        return 2
    if not 0 < minutes < math.inf or start < 1:
        screen.complain("./gate: --minutes and --start are positive numbers")
        return 2
    chosen = [given.what] if given.what else components()
    judgement = Judgement(Budgets(ROUND, ROUND, ROUND, first=start))
    end = time.monotonic() + minutes * 60
    for component in chosen:
        campaign = Campaign(component, judgement, start, index - 1, count)
        campaign.run(end if len(chosen) == 1 else time.monotonic() + minutes * 60 / len(chosen))
    return report.finish(judgement, given, f"./gate --deep --shard {index}/{count}",
                         {"index": index, "count": count, "first": start})


class Campaign:
    """The rounds of one component. Round r of share i of n searches the executions of number (r * n + i) onwards."""

    def __init__(self, component: str, judgement: Judgement, start: int, index: int, count: int) -> None:
        self.component, self.judgement = component, judgement
        self.start, self.index, self.count = start, index, count
        self.searches: dict[tuple[str, str], dict] = {}
        self.findings: list[Finding] = []

    def run(self, end: float) -> None:
        self.judgement.look("deep", self.component, lambda: self._rounds(end))

    def _rounds(self, end: float) -> LensResult:
        build("model", [f"wyn_model_{self.component}"])
        program = ModelProgram(self.component)
        listing = program.listing()
        rounds = 0
        while not self.findings and (rounds == 0 or time.monotonic() < end):
            budgets = self._budgets_of(rounds)
            left = max(0.0, (end - time.monotonic()) / 60)
            screen.say(f"round {rounds + 1}, from execution {budgets.first:,}; {left:.1f} minutes left")
            self._add(lenses.models(program, listing, budgets))
            self._hunt_survivors(program, listing, budgets)
            rounds += 1
        executions = sum(search["executions"] for search in self.searches.values())
        return LensResult("deep", self.component, f"{rounds} rounds, {executions:,} executions", self.findings,
                          data={"models": list(self.searches.values())})

    def _budgets_of(self, number: int) -> Budgets:
        first = self.start + (number * self.count + self.index) * ROUND
        return replace(self.judgement.budgets, first=first, certifying=ROUND, bound=2 if number == 0 else 0)

    def _add(self, result: LensResult) -> None:
        self.findings += result.findings
        for search in result.data["models"]:
            known = self.searches.setdefault((search["model"], search["search"]), search | {"executions": 0})
            known["executions"] += search["executions"]
            known["held"] = known["held"] and search["held"]

    def _hunt_survivors(self, program: ModelProgram, listing: dict, budgets: Budgets) -> None:
        """A listed survivor that the campaign kills is red: the list claims that no tool sees a need."""
        entries = [entry for entry in survivors.read(ROOT) if entry.site.split(".")[0] == self.component]
        listed = [{"site": entry.site, "change": change} for entry in entries for change in entry.changes]
        result = lenses.mutants(program, listing | {"mutants": listed}, budgets, ROOT)
        self.findings += result.findings
        self._merge_kills(result.data["kills"])

    def _merge_kills(self, kills: list[dict]) -> None:
        known = {(kill["site"], kill["change"]): kill for kill in self.judgement.kills.get(self.component, [])}
        for kill in kills:
            before = known.get((kill["site"], kill["change"]))
            if before is None or (kill["killed"] and not before["killed"]):
                known[kill["site"], kill["change"]] = kill | {"searched": kill["searched"]}
            elif not kill["killed"]:
                before["searched"] += kill["searched"]
        self.judgement.kills[self.component] = list(known.values())


def merge(given: argparse.Namespace) -> int:
    """Merges the JSON reports of all shards and judges the whole."""
    if not given.arguments:
        screen.complain("./gate merge takes the JSON reports of all shards, as --json wrote them")
        return 2
    try:
        merged = formats.merge([formats.load(name) for name in given.arguments])
    except (OSError, ValueError) as error:
        screen.complain(f"./gate merge: {error}")
        return 2
    written = report.write(merged, given)
    executions = sum(search["executions"] for search in merged["models"])
    screen.say(f"{len(given.arguments)} shards, {executions:,} executions: {merged['verdict']}; "
               f"page: {(report.FOLDER / 'report.html').relative_to(ROOT)}")
    for lens in merged["lenses"]:
        for finding in lens["findings"]:
            screen.say(f"RED {lens['lens']} {lens['component']}: {finding['site']} {finding['message']}")
    return report.status(merged["verdict"] == "green", written)
