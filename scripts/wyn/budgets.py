"""How much is searched. No mutant gets more than the shipping code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace


IMPLIED = 2_000  # random, per model, of a mutant that a weaker one says all about


@dataclass(frozen=True)
class Budgets:
    executions: int  # random, per model of up to two threads
    larger_executions: int  # random, per larger model
    listed_executions: int  # random, per model, at most, of the mutants that are listed as surviving
    certifying: int = 100_000  # a kill within this many is a certificate
    bound: int = 2  # forced switches of the context-bound search
    exhaustive: bool = False  # the smallest models to the end
    first: int = 1  # number of the first random execution
    stress_seconds: float = 1.0  # per stress program

    def of_listed(self) -> Budgets:
        """What a mutant gets that nothing is expected to kill."""
        most = self.listed_executions
        return replace(self, executions=min(self.executions, most), larger_executions=min(self.larger_executions, most),
                       certifying=min(self.certifying, most), exhaustive=False)

    def of_implied(self) -> Budgets:
        """What a listed mutant gets when the listed ones have survived together."""
        return replace(self.of_listed(), executions=IMPLIED, larger_executions=IMPLIED, certifying=IMPLIED)

    def as_options(self) -> list[str]:
        options = [f"--executions={self.executions}", f"--larger-executions={self.larger_executions}",
                   f"--certifying={self.certifying}", f"--bound={self.bound}", f"--first={self.first}"]
        return options + (["--exhaustive"] if self.exhaustive else [])

    def as_dict(self) -> dict:
        return asdict(self)


# `./gate` certifies. `./gate COMPONENT` gives the same verdict sooner.
FULL = Budgets(executions=1_000_000, larger_executions=100_000, listed_executions=1_000_000, exhaustive=True,
              stress_seconds=3.0)
QUICK = Budgets(executions=100_000, larger_executions=100_000, listed_executions=50_000)
