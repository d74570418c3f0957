"""A model program that answers what a test wrote down, and the answers' shapes."""

from __future__ import annotations

from collections.abc import Sequence

from wyn.budgets import Budgets


def verdict(model: str, held: bool = True, expected: str = "holds", failure: str = "") -> dict:
    return {"model": model, "held": held, "expected": expected, "failure": failure or ("" if held else "came out twice"),
            "search": "random", "state": "7 ", "executions": 7, "complete": True, "visited": ["ring.put.publish"]}


def kill(site: str, change: str, killed: bool = True, certifies: bool = True) -> dict:
    return {"site": site, "change": change, "order": "release", "killed": killed, "certifies": certifies,
            "model": "ring.exactly_once.pt" if killed else "", "search": "random", "state": "7 ", "execution": 7,
            "failure": "came out twice" if killed else "", "searched": 1000}


class FakeProgram:
    """Answers as ModelProgram does, and notes the budgets it was asked with."""

    component = "ring"

    def __init__(self, verdicts: dict[str, dict] | None = None, kills: list[dict] | None = None,
                 sites: list[dict] | None = None) -> None:
        self.verdicts, self.kills, self.sites = verdicts or {}, kills or [], sites or []
        self.asked: list[Budgets] = []
        self.changed: list[list[tuple[str, str]]] = []  # what was changed in the searches of models
        self.blamed = 0

    def listing(self) -> dict:
        return {"models": [{"name": name, "statement": f"{name} holds"} for name in self.verdicts], "sites": self.sites,
                "mutants": [{"site": k["site"], "change": k["change"]} for k in self.kills]}

    def run(self, model: str, budgets: Budgets, changed: Sequence[tuple[str, str]] = ()) -> list[dict]:
        self.asked.append(budgets)
        if changed:
            self.changed.append(list(changed))
        return [self.verdicts[model]]

    def mutant(self, site: str, change: str, budgets: Budgets) -> dict:
        self.asked.append(budgets)
        return dict(next(k for k in self.kills if (k["site"], k["change"]) == (site, change)))

    def ask(self, *options: str) -> list[dict]:
        """Blame's questions: nothing cures, and the trace has one site."""
        if options[0] == "trace":
            self.blamed += 1
            return [{"events": [{"site": "ring.put.publish", "kind": "store"}]}]
        return [verdict("any", held=False)]
