"""Failing executions, kept so that `./gate replay ID` repeats them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from wyn.project import BUILD

FOLDER = BUILD / "gate" / "failures"


@dataclass(frozen=True)
class Failure:
    component: str
    model: str
    search: str
    state: str
    failure: str
    site: str = ""  # the mutated site, if the failure is a mutant's
    change: str = ""
    bound: int = 2

    @property
    def id(self) -> str:
        text = json.dumps([self.model, self.search, self.state, self.site, self.change, self.bound])
        return f"{self.component}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def keep(failure: Failure) -> str:
    """Stores it and returns its id."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{failure.id}.json").write_text(json.dumps(asdict(failure), indent=1) + "\n")
    return failure.id


def find(identity: str) -> Failure | None:
    """The kept failure, if there is one. Raises ValueError if its file is damaged."""
    path = FOLDER / f"{identity}.json"
    if not path.is_file():
        return None
    try:
        return Failure(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path} is damaged ({error}): run ./gate again, which keeps its failures anew") from None


def ids() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))
