"""The lenses that ask a component's model program: models, mutants. Each returns one LensResult."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wyn import failures, screen, survivors
from wyn.blame import blame
from wyn.budgets import Budgets
from wyn.model_program import ModelProgram
from wyn.result import Finding, LensResult
from wyn.shell import in_parallel

BLAMED = 3  # so many failing models are traced to a site; the rest have the same cause as a rule


def models(program: ModelProgram, listing: dict, budgets: Budgets, lens: str = "models") -> LensResult:
    """Searches every model of the component, and holds each against its expectation."""
    result = LensResult(lens, program.component, "")
    searches: list[dict] = []
    names = [model["name"] for model in listing["models"]]
    with screen.step(f"models {program.component}", len(names)) as step:
        def done(lines: list[dict]) -> None:
            step.advance(lines[0]["model"])
            searches.extend(lines)
            result.findings.extend(_unexpected(program, lines, budgets, len(result.findings) < BLAMED))

        in_parallel(names, lambda name: program.run(name, budgets), done)
    statements = {model["name"]: model["statement"] for model in listing["models"]}
    # What a model was seen to execute in all of its searches; one that is meant to fail stops before their end.
    result.data["visited"] = {search["model"]: set(search["visited"]) for search in searches if search["expected"] == "holds"}
    result.data["models"] = [{key: value for key, value in search.items() if key != "visited"}
                             | {"statement": statements[search["model"]]} for search in searches]
    executions = sum(search["executions"] for search in searches)
    result.summary = f"{len(names)} models, {executions:,} executions"
    return result


def _as_expected(lines: list[dict]) -> bool:
    """Of all searches of one model."""
    return all(line["held"] for line in lines) == (lines[-1]["expected"] == "holds")


def _unexpected(program: ModelProgram, lines: list[dict], budgets: Budgets, blaming: bool) -> list[Finding]:
    if _as_expected(lines):
        return []
    last = lines[-1]
    if last["expected"] != "holds":
        return [Finding(f"{last['model']} is expected to fail and holds: the checker no longer shows what it must")]
    kept = failures.Failure(program.component, last["model"], last["search"], last["state"], last["failure"],
                            bound=budgets.bound)
    message = f"{last['model']} fails: {last['failure']} ({last['search']} search, execution {last['executions']:,})"
    if not blaming:
        return [Finding(message, replay=failures.keep(kept))]
    blamed = blame(program, last)
    return [Finding(f"{message}; {blamed.text()}", blamed.site, replay=failures.keep(kept))]


def mutants(program: ModelProgram, listing: dict, budgets: Budgets, root: Path,
            visited: Mapping[str, set[str]] | None = None) -> LensResult:
    """Weakens every order and leaves every store out, one at a time: some model must notice, or the list say why not.

    `visited`: the sites that a model executed when it was searched with these budgets.
    """
    result = LensResult("mutants", program.component, "")
    entries = [entry for entry in survivors.read(root) if entry.site.split(".")[0] == program.component]
    result.findings += survivors.check_pins(listing["sites"], entries)
    listed = {(entry.site, change) for entry in entries for change in entry.changes}
    kills: list[dict] = []
    # The program also instantiates what the component is built on; that is judged with its own component's models.
    own = [mutant for mutant in listing["mutants"] if mutant["site"].split(".")[0] == program.component]
    # A light fence is no step of a model: without it the program is the one that the models lens searches.
    light = {site["name"] for site in listing["sites"] if site["operation"] == "light_fence"}
    weakest = survivors.together([mutant for mutant in own if mutant["site"] not in light], entries)
    changed = {site for site, _ in weakest}
    concerned = [model["name"] for model in listing["models"] if changed & (visited or {}).get(model["name"], changed)]
    if not _survive_together(program, concerned, weakest, budgets.of_listed()):
        weakest = []

    def hunt(mutant: dict) -> dict:
        site, change = mutant["site"], mutant["change"]
        if (site, change) not in listed:
            return program.mutant(site, change, budgets)
        implied = site in light or survivors.is_implied(site, change, weakest)
        return program.mutant(site, change, budgets.of_implied() if implied else budgets.of_listed())

    with screen.step(f"mutants {program.component}", len(own)) as step:
        def done(kill: dict) -> None:
            step.advance(f"{kill['site']} {kill['change']}")
            kills.append(kill)

        in_parallel(own, hunt, done)
    for kill in kills:
        if kill["killed"]:
            kill["replay"] = failures.keep(failures.Failure(
                program.component, kill["model"], kill["search"], kill["state"], kill["failure"], kill["site"],
                kill["change"], budgets.bound))
    result.findings += survivors.check_kills(kills, entries)
    result.data["kills"] = kills
    killed = sum(kill["killed"] for kill in kills)
    result.summary = f"{killed} killed, {len(kills) - killed} listed survivors" if result.green else f"{killed} killed"
    return result


def _survive_together(program: ModelProgram, names: list[str], weakest: list[tuple[str, str]], budgets: Budgets) -> bool:
    """Whether no model notices all of these changes made at once; then none notices one of them, which allows less.

    One search of the models instead of one for each mutant. False says nothing about a single one. `names`: the models whose
    searches execute one of the sites. Those of another one are the same, step by step, with the changes and without: its
    executions are numbered, and a number decides all."""
    if not weakest:
        return False
    noticed: list[str] = []
    with screen.step(f"survivors {program.component}", len(names)) as step:
        def search(name: str) -> str:
            if not noticed and not _as_expected(program.run(name, budgets, weakest)):
                noticed.append(name)
            return name

        in_parallel(names, search, step.advance)
    return not noticed
