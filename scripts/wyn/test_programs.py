"""The lenses that are programs of CTest: properties, stress, canaries. One build tree per world and sanitizer."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from wyn import seeds
from wyn.build import tree
from wyn.result import Finding, LensResult
from wyn.shell import cores, run


@dataclass(frozen=True)
class Suite:
    """A label of a build tree."""

    lens: str
    preset: str
    label: str

    @property
    def title(self) -> str:
        return f"{self.lens} ({self.preset})"


def run_suite(suite: Suite, component: str, stress_seconds: float, seed: int) -> LensResult:
    """Runs the tests that carry both labels; no test at all is red."""
    labels = ["-L", f"^{suite.label}$"] + (["-L", f"^{component}$"] if component != "all" else [])
    result = _ctest(suite.preset, f"{suite.label}-{component}", labels, seed, {"WYN_STRESS_SECONDS": f"{stress_seconds:g}"})
    result.lens, result.component = suite.title, component
    return result


def run_tree(preset: str, without: list[str], seed: int) -> LensResult:
    """Runs every test of a build tree but those named, which have run already; one of them must be left."""
    return _ctest(preset, "all", ["-E", f"^({'|'.join(without)})$"] if without else [], seed, {})


def _ctest(preset: str, name: str, options: list[str], seed: int, env: dict[str, str]) -> LensResult:
    report = tree(preset) / f"ctest-{name}.xml"
    report.unlink(missing_ok=True)
    output = run(["ctest", "--test-dir", tree(preset), *options, "--output-on-failure", "--no-tests=error",
                  "-j", cores(), "--output-junit", report], env=env | seeds.environment(seed))
    result = LensResult("tests", preset, "")
    passed, result.findings = read_junit(report, seed)
    if not output.ok and not result.findings:
        result.findings.append(Finding(f"ctest failed:\n{output.tail()}"))
    result.summary = f"{passed} passed, {len(result.findings)} failed"
    return result


def read_junit(report: Path, seed: int) -> tuple[int, list[Finding]]:
    if not report.is_file():
        return 0, [Finding("ctest wrote no report")]
    passed, findings = 0, []
    if next(ElementTree.parse(report).getroot().iter("testcase"), None) is None:
        return 0, [Finding("ctest ran no test")]
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        if case.get("status") == "run":
            passed += 1
        else:
            text = (case.findtext("system-out") or "").strip()
            findings.append(Finding(f"{case.get('name')} failed with --seed {seed}:\n{_the_telling_part(text)}"))
    return passed, findings


def _the_telling_part(text: str, most: int = 30) -> str:
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if any(word in line for word in ("contract violated", "ERROR:", "WARNING: ThreadSanitizer", "runtime error",
                                         "Failure", "Falsifiable")):
            return "\n".join(lines[index:index + most])
    return "\n".join(lines[-most:])


def tests_of(suite: Suite, component: str) -> list[str]:
    """The names of its tests, which are the names of their programs' targets too."""
    return [name for name, labels in tests_in(suite.preset).items() if suite.label in labels and component in (*labels, "all")]


def tests_in(preset: str) -> dict[str, list[str]]:
    """Each test of a build tree, with its labels."""
    output = run(["ctest", "--test-dir", tree(preset), "--show-only=json-v1"])
    return {test["name"]: next((p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"), [])
            for test in json.loads(output.text)["tests"]}
