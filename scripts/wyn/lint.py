"""The lint: what can be said about the sources without running them."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wyn import compiled, ledger, mutants, rules, seam
from wyn.ledger import Site
from wyn.result import Finding, LensResult

FILE_LINES = 400
_DOCUMENTS = ("*.md", "core/**/*.md", "models/**/*.md", "models/not_shown_necessary.toml")


def lint(root: Path, compile_too: bool = True) -> LensResult:
    """Every rule on the tree at `root`. Without the compilers' part it takes well under a second."""
    begun = time.monotonic()
    parts = [text]
    if compile_too:
        parts += [compiled.poisoned, compiled.syntax_tree]
    # The compilers run beside the syntax tree.
    with ThreadPoolExecutor(max_workers=2) as pool:
        findings = [finding for found in pool.map(lambda part: part(root), parts) for finding in found]
    sites = ledger.sites(root)
    findings.sort(key=lambda finding: finding.location)
    return LensResult("lint", "all", f"{len(sites)} sites, {len(ledger.files(root))} files", findings,
                      time.monotonic() - begun, {"sites": len(sites)})


def text(root: Path) -> list[Finding]:
    """The rules that need no compiler."""
    return rules.check(root) + seam.check(root) + documents(root) + file_lengths(root)


def check_registry(sites: list[Site], listing: dict) -> list[Finding]:
    """The sites of one component's sources against the sites and mutants of its model program (`list`)."""
    registered = {entry["name"]: entry for entry in listing["sites"]}
    findings = []
    for site in sites:
        entry = registered.get(site.name)
        if entry is None:
            message = "no model instantiates the site; let a model in models/ reach it"
        elif (entry["operation"], entry["order"]) != (site.operation, site.order):
            message = (f"the sources say {site.order} {site.operation}, the model program {entry['order']} "
                       f"{entry['operation']}; rebuild it, or write the order where it acts")
        else:
            continue
        findings.append(Finding(f"{site.name}: {message}", site=site.name, location=site.location))
    stems = {site.name.split(".")[0] for site in sites}
    for name in sorted(set(registered) - {site.name for site in sites}):
        if name.split(".")[0] in stems:
            findings.append(Finding(f"{name}: the model program has the site and the sources do not; rebuild it", site=name))
    return findings + _check_mutants(sites, listing)


def _check_mutants(sites: list[Site], listing: dict) -> list[Finding]:
    """Each site has every mutant that its operation and order allow, and no other: one that vanished would be missed."""
    findings = []
    for site in sites:
        made = [mutant["change"] for mutant in listing["mutants"] if mutant["site"] == site.name]
        due = mutants.changes(site.operation, site.order)
        if sorted(made) != sorted(due):
            findings.append(Finding(f"{site.name}: the model program makes the mutants {', '.join(made) or 'none'}; a "
                                    f"{site.order} {site.operation} has {', '.join(due) or 'none'}: correct "
                                    "models/engine/mutant.cpp", site=site.name, location=site.location))
    return findings


def documents(root: Path) -> list[Finding]:
    """Site names in documents are names of sites."""
    names = {site.name for site in ledger.sites(root)}
    stems = {path.stem for path in (root / "core" / "wyn" / "lockfree").glob("*.hpp")}
    pattern = re.compile(rf"(?<![\w./-])(?:{'|'.join(sorted(stems)) or 'none'})(?:\.\w+){{2,}}(?![\w|:/])")
    findings = []
    for path in sorted({found for glob in _DOCUMENTS for found in root.glob(glob)}):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name in pattern.findall(line):
                if name not in names and not _is_model(root, name):
                    findings.append(Finding(f"{name}: no site has this name; correct the document", site=name,
                                            location=f"{path.relative_to(root)}:{number}"))
    return findings


def _is_model(root: Path, name: str) -> bool:
    component, claim = name.split(".")[:2]
    return (root / "models" / component / f"{claim}.cpp").is_file()


def file_lengths(root: Path) -> list[Finding]:
    findings = []
    for folder in ("core", "models", "property_tests", "stress", "sanitizers"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".hpp", ".h", ".cpp"):
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > FILE_LINES:
                    findings.append(Finding(f"{lines} lines, more than {FILE_LINES}; divide the file by its nouns",
                                            location=f"{path.relative_to(root)}:{lines}"))
    return findings
