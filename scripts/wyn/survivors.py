"""The reviewed list of orders that no model shows to be necessary, held against sites and kills."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wyn import mutants
from wyn.result import Finding

LIST = "models/not_shown_necessary.toml"


@dataclass(frozen=True)
class Survivor:
    site: str
    declared: str
    changes: tuple[str, ...]
    reason: str


class ListError(ValueError):
    """The list cannot be read; the message says why."""


def read(root: Path) -> list[Survivor]:
    """The list's entries. Raises ListError."""
    try:
        entries = tomllib.loads((root / LIST).read_text())["survivor"]
        return [Survivor(e["site"], e["declared"], tuple(e["changes"]), " ".join(e["reason"].split())) for e in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ListError(f"{LIST}: each [[survivor]] has site, declared, changes and reason: "
                        f"{type(error).__name__} {error}") from None


def check_pins(sites: list[dict], entries: list[Survivor]) -> list[Finding]:
    """Each entry's site exists once, with the order that the entry was reviewed for, and has a reason."""
    orders = {site["name"]: site["order"] for site in sites}
    findings = []
    for entry in entries:
        if entry.site not in orders:
            findings.append(Finding(f"{LIST} lists {entry.site}, which no longer exists: remove the entry", entry.site))
        elif orders[entry.site] != entry.declared:
            findings.append(Finding(
                f"{entry.site} is {orders[entry.site]}, but {LIST} was reviewed for {entry.declared}: "
                "put the order back, or review the entry", entry.site))
        if len(entry.reason) < 40:
            findings.append(Finding(f"{LIST} gives no reason for {entry.site}", entry.site))
    return findings


def together(mutants_made: list[dict], entries: list[Survivor]) -> list[tuple[str, str]]:
    """Of each site that is listed, a mutant that is the weakest listed one: one program can have them all at once."""
    made = {(mutant["site"], mutant["change"]) for mutant in mutants_made}
    weakest: list[tuple[str, str]] = []
    for entry in entries:
        changes = [change for change in entry.changes if (entry.site, change) in made]
        ends = [change for change in changes if not mutants.weaker_than(change) & set(changes)]
        weakest += [(entry.site, change) for change in ends[:1]]
    return weakest


def is_implied(site: str, change: str, weakest: list[tuple[str, str]]) -> bool:
    """Whether the program with all of these changes allows all that the one with this change allows."""
    return any((site, allowing) in weakest for allowing in {change} | mutants.weaker_than(change))


def check_kills(kills: list[dict], entries: list[Survivor]) -> list[Finding]:
    """Every mutant is killed within the certifying budget or listed, and no listed one is killed at all."""
    listed = {(entry.site, change) for entry in entries for change in entry.changes}
    findings = []
    for kill in kills:
        where = f"{kill['site']} as {kill['change']}"
        if (kill["site"], kill["change"]) in listed:
            if kill["killed"]:
                findings.append(Finding(
                    f"{where} is listed as not shown necessary, but {kill['model']} kills it: remove it from {LIST}",
                    kill["site"], replay=f"{kill['site']}={kill['change']}"))
        elif not kill["killed"]:
            findings.append(Finding(
                f"{where} survives every model, so {kill['order']} is not shown necessary: weaken the order, "
                f"add a model that needs it, or list it in {LIST} with a reason", kill["site"]))
        elif not kill["certifies"]:
            findings.append(Finding(
                f"{where} is killed by {kill['model']} only at execution {kill['execution']}, beyond the certifying "
                "budget: add a shape that needs the order sooner", kill["site"]))
    made = {(kill["site"], kill["change"]) for kill in kills}
    for site, change in sorted(listed - made):
        findings.append(Finding(f"{LIST} lists {site} as {change}, which is not a mutant of it", site))
    return findings
