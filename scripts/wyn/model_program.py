"""The model program of a component: list, run, mutants, trace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from wyn.build import tree
from wyn.budgets import Budgets
from wyn.shell import run


# It computes all the time, and beside it the suites wait for one another's threads: a yield must not cost a time slice.
_GIVES_WAY = ("nice", "-n", "10")


class ModelProgramFailed(Exception):
    """It crashed or refused its options; the message has its words."""


class ModelProgram:
    def __init__(self, component: str, path: Path | None = None) -> None:
        self.component = component
        self.path = path or tree("model") / "models" / f"wyn_model_{component}"

    def listing(self) -> dict:
        """Keys: models, sites, mutants."""
        return self.ask("list")[0]

    def run(self, model: str, budgets: Budgets, changed: Sequence[tuple[str, str]] = ()) -> list[dict]:
        """One line per search of the model, with these changes to the sites."""
        mutation = [option for site, change in changed for option in mutation_options(site, change)]
        return self.ask("run", "--model", model, *mutation, *budgets.as_options())

    def run_randomly(self, models: list[str], executions: int) -> list[dict]:
        """The verdicts of a random search of each; a failing one has `held` false."""
        named = [word for model in models for word in ("--model", model)]
        return self.ask("run", *named, f"--executions={executions}", f"--larger-executions={executions}", "--bound=0")

    def mutant(self, site: str, change: str, budgets: Budgets) -> dict:
        return self.ask("mutants", "--site", site, "--change", change, *budgets.as_options())[0]

    def trace(self, model: str, search: str, state: str, mutation: list[str], budgets: Budgets) -> dict:
        return self.ask("trace", "--model", model, "--search", search, f"--state={state}",
                        f"--bound={budgets.bound}", *mutation)[0]

    def ask(self, *options: str) -> list[dict]:
        """What the program answers, one object per line. Raises ModelProgramFailed."""
        output = run([*_GIVES_WAY, self.path, *options])
        lines = [json.loads(line) for line in output.text.splitlines() if line.startswith("{")]
        if output.status not in (0, 1) or not lines:
            raise ModelProgramFailed(f"{self.path.name} {' '.join(options)}: status {output.status}\n{output.tail()}")
        return lines


def mutation_options(site: str, change: str) -> list[str]:
    return [f"--omit={site}"] if change == "omitted" else [f"--weaken={site}={change}"]
