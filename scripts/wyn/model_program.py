"""The model program of a component: list, run, mutants, trace."""

from __future__ import annotations

import json
from pathlib import Path

from wyn.build import tree
from wyn.budgets import Budgets
from wyn.shell import run


class ModelProgramFailed(Exception):
    """It crashed or refused its options; the message has its words."""


class ModelProgram:
    def __init__(self, component: str, path: Path | None = None) -> None:
        self.component = component
        self.path = path or tree("model") / "models" / f"wyn_model_{component}"

    def listing(self) -> dict:
        """Keys: models, sites, mutants."""
        return self._ask("list")[0]

    def run(self, model: str, budgets: Budgets, extra: list[str] | None = None) -> list[dict]:
        """One line per search of the model."""
        return self._ask("run", "--model", model, *budgets.as_options(), *(extra or []))

    def mutant(self, site: str, change: str, budgets: Budgets) -> dict:
        return self._ask("mutants", "--site", site, "--change", change, *budgets.as_options())[0]

    def trace(self, model: str, search: str, state: str, mutation: list[str], budgets: Budgets) -> dict:
        return self._ask("trace", "--model", model, "--search", search, f"--state={state}",
                         f"--bound={budgets.bound}", *mutation)[0]

    def _ask(self, *options: str) -> list[dict]:
        output = run([self.path, *options])
        lines = [json.loads(line) for line in output.text.splitlines() if line.startswith("{")]
        if output.status not in (0, 1) or not lines:
            raise ModelProgramFailed(f"{self.path.name} {' '.join(options)}: status {output.status}\n{output.tail()}")
        return lines


def mutation_options(site: str, change: str) -> list[str]:
    return [f"--omit={site}"] if change == "omitted" else [f"--weaken={site}={change}"]
