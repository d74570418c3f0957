"""Format and static analysis: clang-format over all C++ of the project, clang-tidy over what ships and the engine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wyn import screen
from wyn.build import BuildFailed
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
    """What ships, as one unit in each world since the standard headers take most of the time, and the engine.

    The headers that are templates are read through a claim that uses them."""
    jobs = [job for preset in ("dev", "model") for job in _units(preset)]
    result = LensResult("tidy", "core", f"{len(jobs)} translation units")
    with screen.step("clang-tidy", len(jobs)) as step:
        def done(findings: list[Finding]) -> None:
            step.advance()
            result.findings += [finding for finding in findings if finding not in result.findings]

        in_parallel(jobs, _tidy, done)
    return result


# Those of g++ that clang refuses.
_FLAGS_OF_GCC = (" -fno-gnu-unique",)


_UNIT = "core_in_one.cpp"
# A unit includes sources on purpose, and the analyzer must follow it into them.
_OF_ONE_UNIT = ("--checks=-bugprone-suspicious-include", "--extra-arg=-Xclang", "--extra-arg=-analyzer-opt-analyze-headers")


@dataclass
class _Entry:
    """How a source is compiled, in CMake's words."""

    directory: str
    command: str
    file: str
    output: str = ""

    def is_below(self, folder: str) -> bool:
        return Path(self.file).is_relative_to(ROOT / folder)


def _units(preset: str) -> list[tuple[Path, Path]]:
    """Where the compile commands are, and a file to read, of each unit. Raises BuildFailed."""
    place = BUILD / "tidy" / preset
    output = run(["cmake", "--preset", preset, "-B", place, "-DWYN_UNITY=OFF"])
    if not output.ok:
        raise BuildFailed(preset, output)
    entries = [_Entry(**entry) for entry in json.loads((place / "compile_commands.json").read_text())]
    core = [entry for entry in entries if entry.is_below("core")]
    others = [entry for entry in entries if entry.is_below("models/engine") or entry.file.endswith("/growth.cpp")]
    unit = place / _UNIT
    unit.write_text("".join(f'#include "{entry.file}"\n' for entry in core))
    read = [replace(core[0], file=str(unit), command=core[0].command.replace(core[0].file, str(unit))), *others]
    for entry in read:
        for flag in _FLAGS_OF_GCC:
            entry.command = entry.command.replace(flag, "")
    (place / "compile_commands.json").write_text(json.dumps([asdict(entry) for entry in read]))
    return [(place, Path(entry.file)) for entry in read]


def _tidy(job: tuple[Path, Path]) -> list[Finding]:
    commands, unit = job
    options = _OF_ONE_UNIT if unit.name == _UNIT else ()
    output = run(["clang-tidy", "--quiet", *options, "-p", commands, unit])
    found = [Finding(line.split(": ", 1)[1], location=line.split(": ", 1)[0].removeprefix(f"{ROOT}/"))
             for line in output.text.splitlines() if ": error: " in line or ": warning: " in line]
    return found if found or output.ok else [Finding(f"clang-tidy failed on {unit.name}: {output.tail()}")]
