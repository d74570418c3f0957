"""`./gate replay`: repeats one execution and shows its interleaving."""

from __future__ import annotations

from dataclasses import asdict, replace

from wyn import failures, interleaving, ledger, screen
from wyn.budgets import QUICK
from wyn.build import BuildFailed, build
from wyn.failures import Failure
from wyn.model_program import ModelProgram, ModelProgramFailed, mutation_options
from wyn.project import ROOT, components


def replay(arguments: list[str]) -> int:
    if len(arguments) != 1:
        screen.complain("./gate replay takes one id\n" + known())
        return 2
    identity = arguments[0]
    component = identity.split(".")[0] if "=" in identity else identity.rsplit("-", 1)[0]
    if component not in (*components(), "litmus"):
        screen.complain(f"no failure is named {identity}\n{known()}")
        return 2
    try:
        build("model", [f"wyn_model_{component}"])
        failure = of_mutant(component, identity) if "=" in identity else failures.find(identity)
    except (BuildFailed, ModelProgramFailed, ValueError) as failed:
        screen.complain(str(failed))
        return 2
    if failure is None:
        screen.complain(f"no failure is named {identity}\n{known()}")
        return 2
    shown = traced(failure)
    show(shown, [asdict(site) for site in ledger.sites(ROOT)])
    if not shown["failure"]:
        screen.say("The execution holds now: the program has changed since it failed.")
        return 0
    return 1


def known() -> str:
    ids = failures.ids()
    kept = "kept failures: " + ", ".join(ids[:20]) if ids else "no failure is kept"
    return kept + "\nor a mutant: SITE=CHANGE, such as deque.take.fence=removed"


def of_mutant(component: str, identity: str) -> Failure | None:
    """Looks for the kill of a mutant now."""
    site, change = identity.split("=", 1)
    program = ModelProgram(component)
    if {"site": site, "change": change} not in program.listing()["mutants"]:
        changes = ", ".join(m["change"] for m in program.listing()["mutants"] if m["site"] == site)
        raise ModelProgramFailed(f"{site} has no mutant '{change}'" + (f"; it has: {changes}" if changes else ""))
    kill = program.mutant(site, change, QUICK)
    if not kill["killed"]:
        raise ModelProgramFailed(f"no model kills {identity} within the budget: there is nothing to replay")
    return Failure(component, kill["model"], kill["search"], kill["state"], kill["failure"], site, change, QUICK.bound)


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
