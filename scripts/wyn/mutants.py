"""Which mutants a site must have: the rule of models/engine/mutant.cpp, stated a second time so that each checks the other."""

from __future__ import annotations

_WEAKER = {
    "relaxed": (),
    "acquire": ("relaxed",),
    "release": ("relaxed",),
    "acq_rel": ("acquire", "release", "relaxed"),
    "seq_cst": ("acq_rel", "acquire", "release", "relaxed"),
}
# The orders that an operation can have.
_POSSIBLE = {
    "load": ("relaxed", "acquire"),
    "cas_failure": ("relaxed", "acquire"),
    "store": ("relaxed", "release"),
    "light_fence": ("relaxed",),
    "heavy_fence": ("relaxed",),
}
_OMITTED = ("store", "rmw", "cas", "wake")


def weaker_than(change: str) -> set[str]:
    """The changes to the same site that allow all that this one allows."""
    weaker = set(_WEAKER.get(change, ()))
    return weaker | ({"removed"} if "relaxed" in weaker else set())


def changes(operation: str, order: str) -> list[str]:
    """Every weaker order, a fence removed, a store or claim left out."""
    possible = _POSSIBLE.get(operation, _WEAKER["seq_cst"])
    weaker = [weak for weak in _WEAKER[order] if weak in possible]
    if operation.endswith("fence"):
        weaker = ["removed" if weak == "relaxed" else weak for weak in weaker]
    return weaker + (["omitted"] if operation in _OMITTED else [])
