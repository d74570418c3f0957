"""The self-test: stored mistakes, applied to a copy, must turn their lens red with the site named."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from wyn import compiled, copies, ledger, lint, seeds, survivors
from wyn.blame import blame
from wyn.copies import CopyError, Patch
from wyn.model_program import ModelProgramFailed
from wyn.result import Finding, LensResult
from wyn.shell import run

FOLDER = "scripts/self_test"
KEYS = ("expect", "site")
_MODEL_EXECUTIONS = 20000
_MUTANT_EXECUTIONS = 5000
_TEST_SECONDS = 60
# The same each time: a mistake that is seen stays seen.
_TEST_ENVIRONMENT = {"WYN_STRESS_SECONDS": "0.2", "WYN_STRESS_SEED": f"{seeds.FIXED}", "RC_PARAMS": f"seed={seeds.FIXED}"}


def count(root: Path) -> int:
    return len(_paths(root))


def self_test(root: Path, jobs: int = 2, only: list[str] | None = None,
              progress: Callable[[str], None] = lambda name: None) -> LensResult:  # fmt: skip
    """Needs the build of the `model` preset. `only` names patches; `progress` hears of each that was judged."""
    begun = time.monotonic()
    paths = [path for path in _paths(root) if only is None or path.stem in only]
    unknown = sorted(set(only or ()) - {path.stem for path in paths})
    findings = [Finding(f"no self-test patch is named {name}; {FOLDER}/ has them", location=FOLDER) for name in unknown]
    took: dict[str, float] = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        judged = {pool.submit(_judge, root, path): path for path in paths}
        for future in as_completed(judged):
            name = judged[future].stem
            finding, took[name] = future.result()
            findings += [finding] if finding else []
            progress(name)
    red = len(paths) - (len(findings) - len(unknown))
    return LensResult("self-test", "gate", f"{red} of {len(paths)} stored mistakes are red", findings,
                      time.monotonic() - begun, {"seconds": took})


def _paths(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*.patch"))


def _judge(root: Path, path: Path) -> tuple[Finding | None, float]:
    """None if the mistake was seen and its site named."""
    begun = time.monotonic()
    try:
        patch = copies.read_patch(path, KEYS)
        finding = _missed(root, patch, look_at(root, patch))
    except (CopyError, ModelProgramFailed, survivors.ListError) as error:
        finding = Finding(f"self-test {path.stem}: {error}", location=f"{FOLDER}/{path.name}")
    return finding, time.monotonic() - begun


def _missed(root: Path, patch: Patch, seen: list[Finding]) -> Finding | None:
    site, lens, words = patch.header["site"], patch.header["expect"], patch.header.get("says", "")
    if any(site in (finding.site, *_words(finding.message)) and words in finding.message for finding in seen):
        return None
    what = "; ".join(finding.message for finding in seen[:3]) if seen else "green"
    wanted = f"name {site}" + (f" and say `{words}`" if words else "")
    return Finding(f"self-test {patch.name}: {lens} must be red and {wanted}, but says: {what}", site=site,
                   location=f"{patch.path.relative_to(root)}")


def _words(message: str) -> list[str]:
    return [word.strip(".,;:()'\"`") for word in message.split()]


def look_at(root: Path, patch: Patch) -> list[Finding]:
    """What the lens that the patch names finds in the patched copy."""
    lens = LENSES.get(patch.header["expect"])
    if lens is None:
        raise CopyError(f"`expect: {patch.header['expect']}` is none of {', '.join(LENSES)}")
    return lens(copies.patched_copy(root, patch, "self-test"), patch)


def _lint(copy: Path, _: Patch) -> list[Finding]:
    return lint.text(copy)


def _poison(copy: Path, _: Patch) -> list[Finding]:
    return compiled.poisoned(copy)


def _tree(copy: Path, _: Patch) -> list[Finding]:
    return compiled.syntax_tree(copy)


def _ledger(copy: Path, _: Patch) -> list[Finding]:
    sites = [{"name": site.name, "order": site.order} for site in ledger.sites(copy)]
    return survivors.check_pins(sites, survivors.read(copy))


def _compile(copy: Path, patch: Patch) -> list[Finding]:
    try:
        copies.build_models(copy, _component(patch), _claims(patch), patch)
    except CopyError as error:
        return list(compiled.errors(copy, str(error), "the model"))
    return []


def _models(copy: Path, patch: Patch) -> list[Finding]:
    program = copies.build_models(copy, _component(patch), _claims(patch), patch)
    verdicts = program.run_randomly(patch.header["models"].split(), _MODEL_EXECUTIONS)
    findings = []
    for verdict in verdicts:
        if not verdict["held"]:
            blamed = blame(program, verdict)
            findings.append(Finding(f"{verdict['model']}: {verdict['failure']}; {blamed.text()}", site=blamed.site))
    return findings


def _mutants(copy: Path, patch: Patch) -> list[Finding]:
    program = copies.build_models(copy, _component(patch), _claims(patch), patch)
    budget = str(_MUTANT_EXECUTIONS)
    kills = program.ask("mutants", "--site", patch.header["site"], "--executions", budget,
                        "--larger-executions", budget, "--certifying", budget, "--bound", "0")
    entries = [entry for entry in survivors.read(copy) if entry.site == patch.header["site"]]
    return survivors.check_kills(kills, entries)


def _test(copy: Path, patch: Patch) -> list[Finding]:
    sources = [copy / source for source in patch.header["sources"].split()]
    program = copies.build_test(copy, sources, patch.header["libraries"].split())
    command = [str(program), f"--gtest_filter={patch.header['filter']}"]
    done = run(command, timeout=_TEST_SECONDS, env=_TEST_ENVIRONMENT)
    if done.status == 124:
        raise CopyError(done.errors)
    if "Running 0 tests" in done.text:
        raise CopyError(f"{patch.path.name}: no test is named {patch.header['filter']}")
    return [Finding(done.text + done.errors)] if not done.ok else []


def _component(patch: Patch) -> str:
    return patch.header.get("component", patch.header["site"].split(".")[0])


def _claims(patch: Patch) -> list[str]:
    models = patch.header.get("models", "").split()
    if not models:
        raise CopyError(f"{patch.path.name}: the header lacks models")
    return sorted({copies.claim_of(model) for model in models})


LENSES: dict[str, Callable[[Path, Patch], list[Finding]]] = {
    "lint": _lint,
    "poison": _poison,
    "tree": _tree,
    "compile": _compile,
    "ledger": _ledger,
    "models": _models,
    "mutants": _mutants,
    "properties": _test,
    "stress": _test,
}
