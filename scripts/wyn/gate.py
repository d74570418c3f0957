"""The gate: every lens over a component, and over all of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial

from wyn import ledger, lenses, lint, orderings, screen, seeds, specimens, survivors
from wyn.budgets import Budgets
from wyn.build import BuildFailed, build, configure
from wyn.copies import CopyError
from wyn.model_program import ModelProgram, ModelProgramFailed
from wyn.project import ROOT
from wyn.result import Finding, LensResult
from wyn.shell import side_by_side
from wyn.test_programs import Suite, run_suite, tests_in, tests_of

SUITES = (
    Suite("stress", "dev", "stress"),
    Suite("stress", "tsan", "stress"),
    Suite("stress", "asan-ubsan", "stress"),
    Suite("stress", "perturbed", "stress"),
    Suite("properties", "dev", "properties"),
    Suite("properties", "model", "properties"),
)
CANARIES = (Suite("canaries", "tsan", "canaries"), Suite("canaries", "asan-ubsan", "canaries"))
MODELS = Suite("models", "model", "models")  # by more executions than CTest asks for
LENSES = ("lint", "build", "litmus", "registry", "models", "mutants", "orders", "specimens", "properties", "stress",
          "canaries", "self-test", "deep")  # in the order of the table


@dataclass
class Judgement:
    """What the lenses said, in the order they ran."""

    budgets: Budgets
    results: list[LensResult] = field(default_factory=list)
    started: str = field(default_factory=lambda: datetime.now(timezone.utc).isoformat(timespec="seconds"))
    begun: float = field(default_factory=time.monotonic)
    chapters: dict[str, str] = field(default_factory=dict)  # of ORDERINGS.md
    kills: dict[str, list[dict]] = field(default_factory=dict)
    seed: int = seeds.FIXED  # of the suites

    @property
    def green(self) -> bool:
        return bool(self.results) and all(result.green for result in self.results)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def look(self, lens: str, component: str, body: Callable[[], LensResult]) -> LensResult:
        """Runs one lens. What breaks inside it is its finding."""
        begun = time.monotonic()
        try:
            result = body()
        except (BuildFailed, ModelProgramFailed, CopyError, survivors.ListError, KeyError) as failure:
            result = LensResult(lens, component, "did not build or run", [Finding(f"{type(failure).__name__}: {failure}")])
        result.seconds = time.monotonic() - begun
        self.results.append(result)
        self.results.sort(key=lambda r: LENSES.index(r.lens.split(" ")[0]))
        mark = "green" if result.green else "RED"
        screen.say(f"{mark:5} {result.lens} {component}: {result.summary} ({result.seconds:.1f} s)")
        return result


def judge_all(judgement: Judgement, components: list[str], last: Callable[[], None] = lambda: None) -> None:
    """What asks the model checker, and beside it what compiles and runs real threads. Which takes longer depends on the
    machine: whoever is done first goes on with `last` and then with the model checker's last components."""
    ahead = deque([partial(judge_checked, judgement, component) for component in components] + [last])

    def models() -> None:
        judge_calibration(judgement)
        work_off(ahead.popleft)

    def threads() -> None:
        judgement.look("lint", "core", lambda: lint.lint(ROOT))
        for component in components:
            judge_suites(judgement, SUITES, component)
        judge_suites(judgement, CANARIES, "all")
        work_off(ahead.pop)

    side_by_side(models, threads)


def work_off(take: Callable[[], Callable[[], None]]) -> None:
    """Does one after another of what `take` gives, until there is none."""
    while True:
        try:
            work = take()
        except IndexError:
            return
        work()


def judge_checked(judgement: Judgement, component: str) -> None:
    if judge_orders(judgement, component):
        judgement.look("specimens", component, lambda: specimens.specimens(ROOT, component))


def tests_run(preset: str, components: list[str]) -> list[str]:
    """The tests of a build tree that a gate over these components runs, too."""
    def is_run(labels: list[str]) -> bool:
        ours = [suite for suite in (*SUITES, MODELS, *CANARIES) if suite.preset == preset and suite.label in labels]
        return any(suite in CANARIES or not set(components).isdisjoint(labels) for suite in ours)

    return [name for name, labels in tests_in(preset).items() if is_run(labels)]


def judge_orders(judgement: Judgement, component: str) -> bool:
    """Models, mutants and the certificate. False if there is no model program that runs."""
    budgets = judgement.budgets
    program = ModelProgram(component)
    built = judgement.look("build", component, lambda: _build_models(component))
    if not built.green:
        return False
    sites = [site for site in ledger.sites(ROOT) if site.name.split(".")[0] == component]
    registry = judgement.look("registry", component, lambda: _registry(component, sites, program.listing()))
    if "listing" not in registry.data:
        return False
    listing = registry.data["listing"]
    searched = judgement.look("models", component, lambda: lenses.models(program, listing, budgets))
    visited = searched.data.get("visited")
    result = judgement.look("mutants", component, lambda: lenses.mutants(program, listing, budgets, ROOT, visited))
    if "kills" not in result.data:
        return True
    judgement.kills[component] = result.data["kills"]
    judgement.look("orders", component, lambda: _certificate(judgement, component, sites, listing))
    return True


def _certificate(judgement: Judgement, component: str, sites: list[ledger.Site], listing: dict) -> LensResult:
    entries = [entry for entry in survivors.read(ROOT) if entry.site.split(".")[0] == component]
    fresh = orderings.render(component, sites, judgement.kills[component], entries, listing["models"])
    judgement.chapters[component] = fresh
    return orderings.check(ROOT, component, fresh)


def _build_models(component: str) -> LensResult:
    build("model", [f"wyn_model_{component}"])
    return LensResult("build", component, "model program")


def _registry(component: str, sites: list[ledger.Site], listing: dict) -> LensResult:
    findings = lint.check_registry(sites, listing)
    summary = f"{len(sites)} sites, each with a model" if sites else "no sites of its own"
    return LensResult("registry", component, summary, findings, data={"listing": listing})


def judge_calibration(judgement: Judgement) -> None:
    """The litmus tests: does the checker show what it must?"""
    program = ModelProgram("litmus")
    built = judgement.look("build", "litmus", lambda: _build_models("litmus"))
    if built.green:
        judgement.look("litmus", "checker",
                       lambda: lenses.models(program, program.listing(), judgement.budgets, "litmus"))


def judge_suites(judgement: Judgement, suites: tuple[Suite, ...], component: str) -> None:
    for suite in suites:
        judgement.look(suite.title, component, lambda suite=suite: _build_and_run(judgement, suite, component))


def _build_and_run(judgement: Judgement, suite: Suite, component: str) -> LensResult:
    configure(suite.preset)
    build(suite.preset, tests_of(suite, component))
    return run_suite(suite, component, judgement.budgets.stress_seconds, judgement.seed)
