"""What a lens says: the one vocabulary between the lenses, the table and the report."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Finding:
    """One reason for red."""

    message: str
    site: str = ""  # the named site, where one is to blame
    location: str = ""  # file:line
    replay: str = ""  # the id that `./gate replay` takes


@dataclass
class LensResult:
    """The verdict of one lens on one component."""

    lens: str
    component: str
    summary: str  # a few words for the table
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    data: dict = field(default_factory=dict)  # whatever the report shows of it

    @property
    def green(self) -> bool:
        return not self.findings
