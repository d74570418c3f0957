"""Which site a failing model blames: the one whose strengthening lets the model hold again.

A model that fails says what went wrong, not where the mistake is. If one order is too weak, making that order as
strong as its operation allows is a cure, and no other site's is. If no order cures it, the mistake is in the steps
themselves, and the sites of the failing execution are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from wyn.model_program import ModelProgram

# Of the operations that order something; a wait and a wake do not.
_STRONGEST = {"load": ("acquire", "seq_cst"), "cas_failure": ("acquire", "seq_cst"), "store": ("release", "seq_cst"),
              "rmw": ("acq_rel", "seq_cst"), "cas": ("acq_rel", "seq_cst"), "fence": ("seq_cst",)}  # fmt: skip
_RANK = {"relaxed": 0, "acquire": 1, "release": 1, "acq_rel": 2, "seq_cst": 3}
_MARGIN = 20  # the cure must hold for so many times the executions of the failure
_LEAST, _MOST = 3000, 100000


@dataclass(frozen=True)
class Blame:
    """Sites that cure, and the sites in the order in which the failing execution last used them."""

    cures: dict[str, str]  # site -> the order that would cure it
    steps: list[str]

    @property
    def site(self) -> str:
        """The first cure; none if the steps themselves are wrong."""
        return next(iter(self.cures), "")

    def text(self) -> str:
        if self.cures:
            listed = ", ".join(f"{site} ({order})" for site, order in self.cures.items())
            return f"holds again with a stronger order at {listed}"
        return "no stronger order cures it; the failing execution's last sites: " + ", ".join(self.steps)


def blame(program: ModelProgram, verdict: dict) -> Blame:
    """`verdict` is a failing line of `run`, found by the program as it is."""
    budget = _budget(verdict)
    cures: dict[str, str] = {}
    for site in program.listing()["sites"]:
        for order in _STRONGEST.get(site["operation"], ()):
            if _RANK[order] > _RANK[site["order"]] and _holds(program, verdict["model"], f"{site['name']}={order}", budget):
                cures[site["name"]] = order
                break
    return Blame(cures, _steps(program, verdict))


def _budget(verdict: dict) -> list[str]:
    """The search that failed, so that a cure is not mistaken for a search that looks elsewhere."""
    if verdict.get("search") == "bound":
        return ["--executions", "0", "--larger-executions", "0"]
    executions = str(min(max(verdict["executions"] * _MARGIN, _LEAST), _MOST))
    return ["--executions", executions, "--larger-executions", executions, "--bound", "0"]


def _holds(program: ModelProgram, model: str, change: str, budget: list[str]) -> bool:
    answers = program.ask("run", "--model", model, "--weaken", change, *budget)
    return all(answer["held"] for answer in answers)


def _steps(program: ModelProgram, verdict: dict, most: int = 14) -> list[str]:
    """The last distinct sites, the latest last."""
    traced = program.ask("trace", "--model", verdict["model"], "--search",
                         verdict.get("search", "random"), f"--state={verdict['state']}")[0]
    sites = [event["site"] for event in traced.get("events", []) if event.get("site")]
    last_first = list(dict.fromkeys(reversed(sites)))[:most]
    return last_first[::-1]
