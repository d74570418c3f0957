"""Format and static analysis: clang-format over all C++ of the project, clang-tidy over what ships and the engine."""

from __future__ import annotations

from pathlib import Path

from wyn import screen
from wyn.build import tree
from wyn.project import BUILD, ROOT
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
    BUILD.mkdir(exist_ok=True)  # Doxygen makes no parents
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
    commands = {preset: _commands_for_clang(preset) for preset in ("model", "dev")}
    jobs = [(unit, commands[preset]) for unit in sorted(units) for preset in commands if _compiles(unit, preset)]
    result = LensResult("tidy", "core", f"{len(jobs)} translation units")
    with screen.step("clang-tidy", len(jobs)) as step:
        def done(findings: list[Finding]) -> None:
            step.advance()
            result.findings += [finding for finding in findings if finding not in result.findings]

        in_parallel(jobs, lambda job: _tidy(*job), done)
    return result


def _compiles(unit: Path, preset: str) -> bool:
    return str(unit) in (tree(preset) / "compile_commands.json").read_text()


# Those of g++ that clang refuses.
_FLAGS_OF_GCC = (" -fno-gnu-unique",)


def _commands_for_clang(preset: str) -> Path:
    """Where the tree's compile commands are, without what clang does not know."""
    place = BUILD / "tidy" / preset
    place.mkdir(parents=True, exist_ok=True)
    commands = (tree(preset) / "compile_commands.json").read_text()
    for flag in _FLAGS_OF_GCC:
        commands = commands.replace(flag, "")
    (place / "compile_commands.json").write_text(commands)
    return place


def _tidy(unit: Path, commands: Path) -> list[Finding]:
    output = run(["clang-tidy", "--quiet", "-p", commands, unit])
    found = [Finding(line.split(": ", 1)[1], location=line.split(": ", 1)[0].removeprefix(f"{ROOT}/"))
             for line in output.text.splitlines() if ": error: " in line or ": warning: " in line]
    return found if found or output.ok else [Finding(f"clang-tidy failed on {unit.name}: {output.tail()}")]
