"""The rules on named orders: names, pairs, reasons, and the store that an acquire load reads."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from wyn import cpp, ledger
from wyn.ledger import Site
from wyn.result import Finding

_SITE_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z0-9]+(?:_[a-z0-9]+)*){2,}")
COMMENT_LIMIT = 4


def check(root: Path) -> list[Finding]:
    """Every rule that reads the core's text."""
    sites = ledger.sites(root)
    findings: list[Finding] = []
    for rule in (names, operations, reasons, pairs, release_sequences):
        findings += rule(sites)
    for path in ledger.files(root):
        findings += unnamed(cpp.read(path), str(path.relative_to(root)))
    return findings + undeclared(root, sites) + models(root, sites)


def _at(site: Site, message: str) -> Finding:
    return Finding(f"{site.name}: {message}", site=site.name, location=site.location)


def names(sites: list[Site]) -> list[Finding]:
    findings = []
    first: dict[str, Site] = {}
    for site in sites:
        stem = Path(site.file).stem
        if not _SITE_NAME.fullmatch(site.name) or not _is_part_of(stem, site.name.split(".")[0]):
            findings.append(_at(site, f"a site in {site.file} is named {stem}.<operation>.<purpose>; rename it"))
        if site.name in first:
            findings.append(_at(site, f"the name is used at {first[site.name].location} too; give one another name"))
        first.setdefault(site.name, site)
    return findings


def _is_part_of(stem: str, component: str) -> bool:
    """A file's sites are named after it, or after the structure that it is a part of: injector_consumers, injector."""
    return stem == component or stem.startswith(component + "_")


def operations(sites: list[Site]) -> list[Finding]:
    message = "a named order must be the order argument of an atomic operation or a fence; write it there"
    return [_at(site, message) for site in sites if not site.operation]


def reasons(sites: list[Site]) -> list[Finding]:
    by_name = {site.name: site for site in sites}
    findings = []
    for site in sites:
        if site.order == "relaxed":
            findings += _relaxed_reason(site)
        else:
            findings += _ordered_reason(site, by_name)
    return findings


def _relaxed_reason(site: Site) -> list[Finding]:
    if site.paired or "without:" in site.comment:
        return [_at(site, "a relaxed order pairs with nothing; drop `pairs:` and `without:`, or restore the order")]
    if len(site.comment.split()) < 3:
        return [_at(site, "say in the line above why no order is needed (`// Relaxed: ...`)")]
    return []


def _ordered_reason(site: Site, by_name: dict[str, Site]) -> list[Finding]:
    findings = []
    if not site.pairs:
        findings.append(_at(site, f"{site.order} needs a `pairs:` line above it that names its partners"))
    if not site.without:
        findings.append(_at(site, f"{site.order} needs a `without:` line above it: what goes wrong if it is weaker"))
    elif site.without.startswith("as "):
        named = by_name.get(site.without[3:].strip())
        if named is None or named is site or not named.without or named.without.startswith("as "):
            findings.append(_at(site, f"`without: {site.without}` names no site that states its own; state it here"))
    if len(site.comment.splitlines()) > COMMENT_LIMIT:
        findings.append(_at(site, f"at most {COMMENT_LIMIT} lines of comment above a site; move the rest to the header"))
    return findings


def pairs(sites: list[Site]) -> list[Finding]:
    """Each pair exists, is named from both ends, and can order anything at all."""
    by_name = {site.name: site for site in sites}
    findings = []
    for site in sites:
        for name in site.pairs:
            partner = by_name.get(name)
            if partner is None:
                findings.append(_at(site, f"dangling `pairs:`: no site is named {name}; correct it, or restore {name}"))
                continue
            if site.name not in partner.pairs:
                findings.append(_at(site, f"{name} ({partner.location}) does not name it back in its `pairs:`; add it, "
                                          "or drop both ends"))
            if reason := _cannot_pair(site, partner):
                findings.append(_at(site, f"cannot pair with {name} ({partner.location}): {reason}"))
    return findings


def _cannot_pair(one: Site, other: Site) -> str:
    if one.is_fence != other.is_fence:
        return "a fence pairs with a fence; put one on both sides of the handshake"
    if "light_fence" in (one.operation, other.operation):
        heavy = "heavy_fence" in (one.operation, other.operation)
        return "" if heavy else "a light fence pairs with a heavy one; between other fences and it there is nothing"
    if one.is_fence:
        both = one.order == other.order == "seq_cst" or (one.releases and other.acquires) or (other.releases and one.acquires)
        return "" if both else f"a {one.order} fence and a {other.order} fence order nothing"
    if one.variable != other.variable:
        return f"it is on {one.variable}, the partner on {other.variable}"
    if (one.releases and other.acquires) or (other.releases and one.acquires):
        return ""
    return f"{one.order} {one.operation} and {other.order} {other.operation}: one must release and the other acquire"


def release_sequences(sites: list[Site]) -> list[Finding]:
    """C++20: a plain store ends the release sequence, so a store that an acquire load may read must release."""
    readers: dict[tuple[str, str], list[Site]] = defaultdict(list)
    for site in sites:
        if site.acquires and not site.is_fence:
            readers[site.file, site.variable].append(site)
    findings = []
    for site in sites:
        acquiring = readers[site.file, site.variable]
        if site.operation != "store" or site.releases or not acquiring or len(site.waiver.split()) >= 3:
            continue
        findings.append(_at(site, f"{site.order} store to {site.variable}, which {acquiring[0].name} reads with "
                                  f"{acquiring[0].order}: in C++20 it ends the release sequence; make it release, or give "
                                  "a reason in a `waiver:` line"))
    return findings


def unnamed(source: cpp.Source, file: str) -> list[Finding]:
    """Orders that are not written `order<"name">`."""
    findings = []
    code = source.code
    for i, token in enumerate(code):
        before = code[i - 2].text if i > 1 and code[i - 1].text == "::" else ""
        behind = code[i + 1].text if i + 1 < len(code) else ""
        is_order = token.text in ledger.ORDERS and (behind == "<" or before in ("sync", "order"))
        if is_order and not ledger.is_named_order(code, i):
            near = nearest(ledger.sites_of(source, Path(file)), token.line)
            findings.append(Finding(f'an order without a name{near}: write {token.text}<"{Path(file).stem}.<operation>.'
                                    '<purpose>"> where it acts', site=near.removeprefix(" near "),
                                    location=f"{file}:{token.line}"))
    return findings


def nearest(sites: list[Site], line: int) -> str:
    """" near <site>", for a finding that has no site of its own."""
    named = [site for site in sites if site.name]
    return " near " + min(named, key=lambda site: abs(site.line - line)).name if named else ""


def undeclared(root: Path, sites: list[Site]) -> list[Finding]:
    """Operations reach an atomic by the name it is declared with, or its other operations could not be found."""
    declared = {name for path in ledger.files(root) for name in _atomic_members(cpp.read(path).code)}
    return [
        _at(site, f"{site.variable} is not the name of a declared sync::atomic; use the member by its own name")
        for site in sites
        if site.operation and not site.is_fence and site.variable not in declared
    ]


def _atomic_members(code: list[cpp.Token]) -> list[str]:
    found = []
    for i, token in enumerate(code):
        if token.text == "atomic" and i + 1 < len(code) and code[i + 1].text == "<":
            end = _end_of_template_arguments(code, i + 1)
            if end + 1 < len(code) and code[end].kind == "name" and code[end + 1].text in (";", "{", "=", "["):
                found.append(code[end].text)
    return found


def _end_of_template_arguments(code: list[cpp.Token], open_angle: int) -> int:
    depth = 0
    for i in range(open_angle, len(code)):
        depth += {"<": 1, ">": -1}.get(code[i].text, 0)
        if depth == 0:
            return i + 1
    return len(code)


def models(root: Path, sites: list[Site]) -> list[Finding]:
    findings = []
    for file in sorted({site.file for site in sites}):
        site = next(s for s in sites if s.file == file)
        folder = root / "models" / site.name.split(".")[0]
        if not any(folder.glob("*.cpp")):
            findings.append(_at(site, f"{file} has ordering sites and no model: write the claims in models/{folder.name}/"))
    return findings
