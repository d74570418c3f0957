"""Format and static analysis: clang-format over all C++ of the project, clang-tidy over what ships and the engine."""

from __future__ import annotations

from pathlib import Path

from wyn import screen
from wyn.build import tree
from wyn.project import ROOT
from wyn.result import Finding, LensResult
from wyn.shell import in_parallel, run

FOLDERS = ("core", "models", "property_tests", "stress", "sanitizers", "benchmarks", "examples")


def sources() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.suffix in (".cpp", ".hpp", ".c", ".h"))


def formatted() -> LensResult:
    output = run(["clang-format", "--dry-run", "--Werror", *sources()])
    result = LensResult("format", "all", f"{len(sources())} files")
    files = {line.split(":")[0] for line in output.errors.splitlines() if ": error:" in line}
    result.findings = [Finding(f"run clang-format -i {Path(name).relative_to(ROOT)}") for name in sorted(files)]
    if not output.ok and not files:
        result.findings.append(Finding(output.tail()))
    return result


def documented() -> LensResult:
    """The public headers, by Doxygen, any of whose warnings is an error."""
    output = run(["doxygen", ROOT / "scripts" / "Doxyfile"])
    result = LensResult("documentation", "public headers", "build/documentation/html/index.html")
    if not output.ok:
        result.summary = "warnings"
        result.findings.append(Finding(output.tail(), location="scripts/Doxyfile"))
    return result


def tidied() -> LensResult:
    """The headers are read through a claim that uses them, in the model world; the seam's sources in production too."""
    units = [*(ROOT / "core").rglob("*.cpp"), *(ROOT / "models" / "engine").rglob("*.cpp"),
             *(ROOT / "models").glob("*/growth.cpp")]
    jobs = [(unit, preset) for unit in sorted(units) for preset in ("model", "dev")
            if _compiles(unit, preset)]
    result = LensResult("tidy", "core", f"{len(jobs)} translation units")
    with screen.step("clang-tidy", len(jobs)) as step:
        def done(findings: list[Finding]) -> None:
            step.advance()
            result.findings += [finding for finding in findings if finding not in result.findings]

        in_parallel(jobs, lambda job: _tidy(*job), done)
    return result


def _compiles(unit: Path, preset: str) -> bool:
    return str(unit) in (tree(preset) / "compile_commands.json").read_text()


def _tidy(unit: Path, preset: str) -> list[Finding]:
    output = run(["clang-tidy", "--quiet", "-p", tree(preset), unit])
    found = [Finding(line.split(": ", 1)[1], location=line.split(": ", 1)[0].removeprefix(f"{ROOT}/"))
             for line in output.text.splitlines() if ": error: " in line or ": warning: " in line]
    return found if found or output.ok else [Finding(f"clang-tidy failed on {unit.name}: {output.tail()}")]
