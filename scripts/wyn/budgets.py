"""How much is searched. The shipping code and every mutant get the same budget."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Budgets:
    executions: int  # random, per model of up to two threads
    larger_executions: int  # random, per larger model
    certifying: int = 100_000  # a kill within this many is a certificate
    bound: int = 2  # forced switches of the context-bound search
    exhaustive: bool = False  # the smallest models to the end
    first: int = 1  # number of the first random execution
    stress_seconds: float = 1.0  # per stress program

    def as_options(self) -> list[str]:
        options = [f"--executions={self.executions}", f"--larger-executions={self.larger_executions}",
                   f"--certifying={self.certifying}", f"--bound={self.bound}", f"--first={self.first}"]
        return options + (["--exhaustive"] if self.exhaustive else [])

    def as_dict(self) -> dict:
        return asdict(self)


# `./gate` certifies. `./gate COMPONENT` gives the same verdict sooner.
FULL = Budgets(executions=1_000_000, larger_executions=100_000, exhaustive=True, stress_seconds=3.0)
QUICK = Budgets(executions=100_000, larger_executions=100_000)
