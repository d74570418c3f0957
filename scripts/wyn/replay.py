"""`./gate replay`: repeats one execution and shows its interleaving."""

from __future__ import annotations

from dataclasses import asdict, replace

from wyn import failures, interleaving, ledger, screen
from wyn.budgets import QUICK
from wyn.build import BuildFailed, build
from wyn.failures import Failure
from wyn.model_program import ModelProgram, ModelProgramFailed, mutation_options
from wyn.project import ROOT, components


class NothingToReplay(Exception):
    """No failure is named so, or what it needs is gone; the message says which."""


def replay(arguments: list[str]) -> int:
    """0: the execution holds now; 1: it fails, or cannot be run; 2: there is nothing to replay."""
    try:
        shown = again(arguments)
    except (NothingToReplay, ValueError) as wrong:
        screen.complain(f"./gate replay: {wrong}")
        return 2
    except (BuildFailed, ModelProgramFailed) as failed:
        screen.complain(f"./gate replay: the model program does not {'build' if isinstance(failed, BuildFailed) else 'run'}\n{failed}")
        return 1
    show(shown, [asdict(site) for site in ledger.sites(ROOT)])
    if not shown["failure"]:
        screen.say("The execution holds now: the program has changed since it failed.")
        return 0
    return 1


def again(arguments: list[str]) -> dict:
    """The failure that the one argument names, traced by the program as it is now."""
    if len(arguments) != 1:
        raise NothingToReplay("it takes one id\n" + known())
    identity = arguments[0]
    component = identity.split(".")[0] if "=" in identity else identity.rsplit("-", 1)[0]
    if component not in (*components(), "litmus"):
        raise NothingToReplay(f"no failure is named {identity}\n{known()}")
    if "=" in identity:
        return traced(of_mutant(built(component), identity))
    kept = failures.find(identity)
    if kept is None:
        raise NothingToReplay(f"no failure is named {identity}\n{known()}")
    expect_still_there(kept, built(component).listing())
    return traced(kept)


def built(component: str) -> ModelProgram:
    build("model", [f"wyn_model_{component}"])
    return ModelProgram(component)


def expect_still_there(kept: Failure, listing: dict) -> None:
    if kept.model not in [model["name"] for model in listing["models"]]:
        raise NothingToReplay(f"{kept.id} is a failure of {kept.model}, a model that no longer exists")
    if kept.site and {"site": kept.site, "change": kept.change} not in listing["mutants"]:
        raise NothingToReplay(f"{kept.id} is a failure with {kept.site} as {kept.change}, which is no mutant any more")


def known() -> str:
    ids = failures.ids()
    kept = "kept failures: " + ", ".join(ids[:20]) if ids else "no failure is kept"
    return kept + "\nor a mutant: SITE=CHANGE, such as deque.take.fence=removed"


def of_mutant(program: ModelProgram, identity: str) -> Failure:
    """Looks for the kill of a mutant now."""
    site, change = identity.split("=", 1)
    mutants = program.listing()["mutants"]
    if {"site": site, "change": change} not in mutants:
        changes = ", ".join(m["change"] for m in mutants if m["site"] == site)
        raise NothingToReplay(f"{site} has no mutant '{change}'" + (f"; it has: {changes}" if changes else ""))
    kill = program.mutant(site, change, QUICK)
    if not kill["killed"]:
        raise NothingToReplay(f"no model kills {identity} within the budget")
    return Failure(program.component, kill["model"], kill["search"], kill["state"], kill["failure"], site, change, QUICK.bound)


def traced(failure: Failure) -> dict:
    """The failure with its trace, as the report holds it."""
    mutation = mutation_options(failure.site, failure.change) if failure.site else []
    budgets = replace(QUICK, bound=failure.bound)
    program = ModelProgram(failure.component)
    trace = program.trace(failure.model, failure.search, failure.state, mutation, budgets)
    weakened = failure.site and failure.change != "omitted"
    return {
        "id": failure.id,
        "model": failure.model,
        "weaken": [f"{failure.site}={failure.change}"] if weakened else [],
        "omit": [failure.site] if failure.site and not weakened else [],
        "search": failure.search,
        "state": failure.state,
        "failure": trace["failure"],
        "trace": trace,
    }


def show(failure: dict, sites: list[dict]) -> None:
    variables = {site["name"]: site["variable"] for site in sites}
    laid_out = interleaving.lay_out(failure["trace"], failure["weaken"], failure["omit"], variables)
    interleaving.print_interleaving(laid_out, screen.console)
