"""`./test`: the gate first, then every other test of the project. Exit status: 0 passed, 1 failed, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from wyn import consumers, gate, readme, screen, seeds, style
from wyn.build import BuildFailed, build, presets
from wyn.project import ROOT, components
from wyn.result import Finding, LensResult
from wyn.shell import in_parallel, run
from wyn.test_programs import run_tree, tests_in

EPILOG = """
parts:
  gate      ./gate over everything, so that a core change is never green with a red gate
  style     clang-format, Doxygen, clang-tidy
  scripts   the tests of the gate's own code
  consumers programs outside the tree that link wyn, installed or fetched
  readme    README's blocks, built and run
  PRESET    every test of one build tree, after the gate those that it has not run; `cmake --list-presets` names them

exit status: 0 passed, 1 failed, 2 wrong usage or missing packages
"""


def parts(before: list[LensResult], seed: int) -> dict[str, Callable[[], list[LensResult]]]:
    """In the order they run, after what has run before."""
    trees = {preset: (lambda preset=preset: [_tree(preset, _is_green("gate", before), seed)]) for preset in presets()}
    return {"gate": lambda: [_gate(seed)], "style": _style, "scripts": lambda: [_scripts()],
            "consumers": _consumers, "readme": lambda: [_readme()], **trees}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./test", description="Runs every test of the project.", epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="PART", help="only these parts, without the gate unless named")
    seeds.add_option(parser)
    given = parser.parse_args(words)
    seed = seeds.drawn() if given.seed is None else given.seed
    results: list[LensResult] = []
    known = parts(results, seed)
    unknown = [name for name in given.only if name not in known]
    if unknown:
        screen.complain(f"./test: there is no part '{unknown[0]}'\nparts: {', '.join(known)}")
        return 2
    draws = not given.only or not {"gate", *presets()}.isdisjoint(given.only)
    if given.seed is not None and not draws:
        screen.complain(f"./test: --seed goes with the gate and with presets, not with {' '.join(given.only)}")
        return 2
    if draws:
        screen.say(f"stress and properties with --seed {seed}")
    begun = time.monotonic()
    for name in given.only or known:
        results += known[name]()
    screen.say("")
    screen.show_findings(results)
    screen.show_table(results)
    failed = sum(not result.green for result in results)
    screen.say(f"./test: {'green' if not failed else 'RED'} in {time.monotonic() - begun:.0f} s")
    screen.say(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _is_green(lens: str, results: list[LensResult]) -> bool:
    return any(result.lens == lens and result.green for result in results)


def _timed(lens: str, component: str, body: Callable[[], LensResult]) -> LensResult:
    begun = time.monotonic()
    try:
        result = body()
    except BuildFailed as failed:
        result = LensResult(lens, component, "did not build", [Finding(str(failed))])
    result.seconds = time.monotonic() - begun
    screen.say(f"{'green' if result.green else 'RED':5} {result.lens} {result.component}: {result.summary} "
               f"({result.seconds:.1f} s)")
    return result


def _gate(seed: int) -> LensResult:
    """Its own process, whose lines go straight to the screen."""
    import subprocess  # the one program whose output is not collected

    def body() -> LensResult:
        status = subprocess.run([sys.executable, "-m", "wyn.gate_command", "--seed", str(seed)], cwd=ROOT, check=False).returncode
        result = LensResult("gate", "all", "every component")
        if status != 0:
            result.findings.append(Finding(f"./gate ended with status {status}; its findings are above"))
        return result

    return _timed("gate", "all", body)


def _style() -> list[LensResult]:
    return [_timed("format", "all", style.formatted), _timed("documentation", "public headers", style.documented),
            _timed("tidy", "core", style.tidied)]


def _scripts() -> LensResult:
    def body() -> LensResult:
        output = run([sys.executable, "-m", "unittest", "discover", "-b", "-s", "scripts/wyn/tests", "-t", "scripts"])
        result = LensResult("scripts", "gate", output.errors.strip().splitlines()[-1] if output.errors else "")
        if not output.ok:
            result.findings.append(Finding(output.tail(60)))
        return result

    return _timed("scripts", "gate", body)


def _consumers() -> list[LensResult]:
    results: list[LensResult] = []
    in_parallel(list(consumers.KINDS), lambda kind: _timed("consumers", kind.name, lambda: consumers.tested(kind)),
                results.append)
    return results


def _readme() -> LensResult:
    return _timed("readme", "blocks", readme.tested)


def _tree(preset: str, after_the_gate: bool, seed: int) -> LensResult:
    def body() -> LensResult:
        build(preset)
        seen = gate.tests_run(preset, components()) if after_the_gate else []
        if after_the_gate and len(seen) == len(tests_in(preset)):
            return LensResult("tests", preset, f"built; the gate ran all {len(seen)}")
        result = run_tree(preset, seen, seed)
        result.summary += f"; the gate ran {len(seen)} more" if seen else ""
        return result

    return _timed("tests", preset, body)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
