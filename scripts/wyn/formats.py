"""The gate's report as JSON and as JUnit's XML, and the sum of the reports of a campaign's shards."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

SCHEMA = "wyn-gate-report/1"

_ILLEGAL_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class MergeError(ValueError):
    """The reports are not the shards of one campaign; the message names which are wrong."""


def to_json(report: dict, path: Path | str) -> None:
    text = json.dumps({"schema": SCHEMA, **report}, indent=1, ensure_ascii=True)
    Path(path).write_text(text + "\n", encoding="ascii")


# What a report and its shard must at least have, and of which type.
_PARTS = {"schema": str, "revision": str, "started": str, "seconds": (int, float), "verdict": str, "machine": str,
          "budgets": dict, "lenses": list, "sites": list, "models": list, "failures": list}
_SHARD = {"index": int, "count": int, "first": int}


def load(path: Path | str) -> dict:
    """A shard's report, as to_json wrote it. Raises MergeError that names the file, or OSError."""
    try:
        report = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise MergeError(f"{path} is not JSON: {error}") from None
    if not isinstance(report, dict) or "schema" not in report:
        raise MergeError(f"{path} is no report of the gate; write one with --json")
    if not isinstance(report.get("shard"), dict):
        raise MergeError(f"{path} is no shard of a campaign; write it with ./gate --deep --shard i/n --json FILE")
    for part, required in ((report, _PARTS), (report["shard"], _SHARD)):
        wrong = [key for key, kind in required.items() if not isinstance(part.get(key), kind)]
        if wrong:
            raise MergeError(f"{path} is damaged: {', '.join(wrong)} missing or of another type")
    return report


# JUnit

def to_junit(report: dict, path: Path | str) -> None:
    """One suite per lens and component; one case per model, mutant and finding, and one for the lens if it has none."""
    root = ET.Element("testsuites", name=_text(report["command"]))
    for lens in report["lenses"]:
        root.append(_suite(lens, report))
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", f"{report['seconds']:.3f}")
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _suite(lens: dict, report: dict) -> ET.Element:
    name = f"{lens['lens']}.{lens['component']}" if lens["component"] else lens["lens"]
    cases = [_case(name, title, failure) for title, failure in _cases(lens, report)]
    suite = ET.Element("testsuite", name=_text(name), tests=str(len(cases)), errors="0", skipped="0",
                       failures=str(sum(case.find("failure") is not None for case in cases)),
                       time=f"{lens['seconds']:.3f}", timestamp=_text(report["started"]))
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = _text(lens["summary"])
    return suite


def _cases(lens: dict, report: dict) -> list[tuple[str, str]]:
    """Titles, each with why it failed or nothing."""
    cases: list[tuple[str, str]] = []
    if lens["lens"] in ("models", "deep"):
        cases += [_model_case(model) for model in report["models"] if _belongs(model["model"], lens)]
    if lens["lens"] in ("mutants", "deep"):
        cases += [_mutant_case(site, mutant) for site in report["sites"] if _belongs(site["name"], lens)
                 for mutant in site["mutants"]]
    cases += [_finding_case(i, finding) for i, finding in enumerate(lens["findings"], 1)]
    # A verdict that no case carries must not get lost.
    if not cases or not (lens["green"] or any(failure for _, failure in cases)):
        cases.append((lens["lens"], "" if lens["green"] else f"red: {lens['summary']}"))
    return cases


def _belongs(name: str, lens: dict) -> bool:
    return not lens["component"] or name.split(".", 1)[0] == lens["component"]


def _model_case(model: dict) -> tuple[str, str]:
    as_expected = model["held"] == (model.get("expected", "holds") == "holds")
    return f"{model['model']} {model['search']}", "" if as_expected else model["failure"] or "held, expected to fail"


def _mutant_case(site: dict, mutant: dict) -> tuple[str, str]:
    survived = not mutant["killed"] and not site["reason"]
    return (f"{site['name']}={mutant['change']}",
            f"survives {mutant['searched']} executions, unlisted" if survived else "")


def _finding_case(number: int, finding: dict) -> tuple[str, str]:
    lines = [finding["message"]]
    lines += [f"{word}: {finding[word]}" for word in ("site", "location") if finding[word]]
    if finding["replay"]:
        lines.append(f"replay: ./gate replay {finding['replay']}")
    return f"finding {number}" + (f" {finding['site']}" if finding["site"] else ""), "\n".join(lines)


def _case(suite: str, title: str, failure: str) -> ET.Element:
    case = ET.Element("testcase", classname=_text(suite), name=_text(title))
    if failure:
        ET.SubElement(case, "failure", message=_text(failure.split("\n", 1)[0])).text = _text(failure)
    return case


def _text(text: str) -> str:
    return _ILLEGAL_IN_XML.sub("", text)


# The shards of one campaign. Shard i of n, i from 1, has "shard": {"index": i, "count": n, "first": start}.

def merge(reports: list[dict]) -> dict:
    """The report of the whole campaign, in any order of its shards. Raises MergeError.

    Times are added up. The merged `execution` of a kill is its number in the campaign, not in its shard.
    """
    try:
        return _merge(_shards_in_order(reports))
    except (KeyError, TypeError, AttributeError) as error:
        raise MergeError(f"a report is damaged: {type(error).__name__} {error}") from None


def _merge(reports: list[dict]) -> dict:
    for key in ("revision", "budgets"):
        _same(reports, key, lambda report, key=key: report[key])
    first = reports[0]
    lenses = _merged_all(reports, "lenses", lambda lens: (lens["lens"], lens["component"]), _merged_lens)
    unexplained = any(report["verdict"] != "green" and all(lens["green"] for lens in report["lenses"])
                      for report in reports)
    return {
        "command": f"./gate merge of {len(reports)} shards",
        "revision": first["revision"],
        "started": min(report["started"] for report in reports),
        "seconds": sum(report["seconds"] for report in reports),
        "verdict": "green" if all(lens["green"] for lens in lenses) and not unexplained else "red",
        "machine": "; ".join(dict.fromkeys(report["machine"] for report in reports)),
        "budgets": first["budgets"],
        "shards": [report["shard"] for report in reports],
        "lenses": lenses,
        "sites": _merged_all(reports, "sites", lambda site: site["name"], _merged_site),
        "models": _merged_all(reports, "models", lambda model: (model["model"], model["search"]), _merged_model),
        "failures": list({failure["id"]: failure for report in reports for failure in report["failures"]}.values()),
    }


def _shards_in_order(reports: list[dict]) -> list[dict]:
    if not reports:
        raise MergeError("no report to merge")
    for number, report in enumerate(reports, 1):
        if report.get("schema", SCHEMA) != SCHEMA:
            raise MergeError(f"report {number} has schema {report['schema']}, expected {SCHEMA}")
        if "shard" not in report:
            raise MergeError(f"report {number} is no shard of a campaign")
    for key in ("count", "first"):
        _same(reports, key, lambda report, key=key: report["shard"][key])
    _expect_each_once([report["shard"]["index"] for report in reports], reports[0]["shard"]["count"])
    return sorted(reports, key=lambda report: report["shard"]["index"])


def _expect_each_once(given: list[int], count: int) -> None:
    wanted = range(1, count + 1)
    wrong = {
        "missing": [i for i in wanted if i not in given],
        "overlapping": sorted({i for i in given if given.count(i) > 1}),
        "unknown": sorted({i for i in given if i not in wanted}),
    }
    problems = [f"{what}: shard " + ", ".join(f"{i}/{count}" for i in shards)
                for what, shards in wrong.items() if shards]
    if problems:
        raise MergeError("; ".join(problems))


def _same(reports: list[dict], what: str, value: Callable[[dict], object]) -> None:
    expected = value(reports[0])
    for report in reports[1:]:
        if value(report) != expected:
            raise MergeError(f"the shards differ in their {what}: {_shard(reports[0])} has {expected}, "
                             f"{_shard(report)} has {value(report)}")


def _shard(report: dict) -> str:
    return f"shard {report['shard']['index']}/{report['shard']['count']}"


def _merged_all(reports: list[dict], what: str, key: Callable[[dict], object],
                merged: Callable[[list[dict]], dict]) -> list[dict]:
    """Entries with the same key, one of each shard, merged. What a shard lacks was not searched in its share."""
    tables = [{key(entry): entry for entry in report[what]} for report in reports]
    names = list(dict.fromkeys(name for table in tables for name in table))
    for report, table in zip(reports, tables):
        for name in names:
            if name not in table:
                raise MergeError(f"{_shard(report)} lacks {name if isinstance(name, str) else ' '.join(name)} ({what})")
    return [merged([table[name] for table in tables]) for name in names]


def _merged_lens(lenses: list[dict]) -> dict:
    findings = []
    for lens in lenses:
        findings += [finding for finding in lens["findings"] if finding not in findings]
    return {**lenses[0], "summary": "; ".join(dict.fromkeys(lens["summary"] for lens in lenses)),
            "seconds": sum(lens["seconds"] for lens in lenses), "findings": findings,
            "green": all(lens["green"] for lens in lenses)}


def _merged_model(models: list[dict]) -> dict:
    """Random shares are disjoint; a tree search is the same in each shard and counts once."""
    executions = [model["executions"] for model in models]
    return {**models[0], "executions": sum(executions) if models[0]["search"] == "random" else max(executions),
            "held": all(model["held"] for model in models), "complete": all(model["complete"] for model in models),
            "failure": next((model["failure"] for model in models if model["failure"]), "")}


def _merged_site(sites: list[dict]) -> dict:
    changes = [[mutant["change"] for mutant in site["mutants"]] for site in sites]
    if any(sorted(one) != sorted(changes[0]) for one in changes):
        raise MergeError(f"the shards searched different mutants of {sites[0]['name']}")
    mutants = [_merged_mutant([mutant for site in sites for mutant in site["mutants"] if mutant["change"] == change])
               for change in changes[0]]
    survived = not all(mutant["killed"] for mutant in mutants)
    reason = next((site["reason"] for site in sites if site["reason"]), "")
    return {**sites[0], "mutants": mutants, "reason": reason if survived else ""}


def _merged_mutant(mutants: list[dict]) -> dict:
    """Killed by the earliest kill of any shard; surviving only if it survived in all."""
    kills = [mutant | {"execution": _number(mutant)} for mutant in mutants if mutant["killed"]]
    kept = min(kills, key=lambda kill: kill["execution"], default=mutants[0])
    return {**kept, "searched": sum(mutant["searched"] for mutant in mutants)}


def _number(kill: dict) -> int:
    """A random execution's state is its number in the campaign."""
    state = kill["state"].strip()
    return int(state) if state.isdecimal() else kill["execution"]
