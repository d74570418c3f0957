"""The known-bad variants: each is the shipping header with one historical mistake, and its lens must see it."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wyn import copies
from wyn.copies import CopyError, Patch
from wyn.model_program import ModelProgramFailed
from wyn.result import Finding, LensResult

KEYS = ("specimen", "source", "lens", "models", "budget")
LENSES = ("models", "contract")


def specimens(root: Path, component: str, jobs: int = 2) -> LensResult:
    """Needs the build of the `model` preset. A finding is a specimen that was not caught."""
    begun = time.monotonic()
    paths = sorted((root / "models" / component / "specimens").glob("*.patch"))
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        outcomes = list(pool.map(lambda path: _judge(root, component, path), paths))
    findings = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    caught = [outcome for outcome in outcomes if isinstance(outcome, dict)]
    if not paths:
        findings.append(Finding(f"{component} has no specimens; store one in models/{component}/specimens/"))
    return LensResult("specimens", component, f"{len(caught)} of {len(paths)} caught", findings,
                      time.monotonic() - begun, {"caught": caught})


def _judge(root: Path, component: str, path: Path) -> dict | Finding:
    """How the specimen was caught, or why it was not."""
    try:
        patch = copies.read_patch(path, KEYS)
        if patch.header["lens"] not in LENSES:
            raise CopyError(f"{path.name}: lens is one of {', '.join(LENSES)}")
        return _search(root, component, patch)
    except (CopyError, ModelProgramFailed) as error:
        return Finding(f"specimen {path.stem}: {error}", location=str(path.relative_to(root)))


def _search(root: Path, component: str, patch: Patch) -> dict | Finding:
    models = patch.header["models"].split()
    copy = copies.patched_copy(root, patch, f"specimen-{component}")  # two components may name one alike
    program = copies.build_models(copy, component, sorted({copies.claim_of(model) for model in models}), patch)
    verdicts = program.run_randomly(models, int(patch.header["budget"]))
    for verdict in verdicts:
        if not verdict["held"] and _is_named_kind(patch, verdict):
            return {"specimen": patch.header["specimen"], "patch": patch.name, "source": patch.header["source"],
                    "lens": patch.header["lens"], "model": verdict["model"], "execution": verdict["executions"],
                    "failure": verdict["failure"]}  # fmt: skip
    failed = "; ".join(v["failure"] for v in verdicts if not v["held"]) or "all models held"
    return Finding(f"specimen {patch.name} is not caught by {patch.header['models']} ({failed}): the "
                   f"{patch.header['lens']} lens is blind to: {patch.header['specimen']}",
                   location=f"models/{component}/specimens/{patch.path.name}")


def _is_named_kind(patch: Patch, verdict: dict) -> bool:
    broken_contract = bool(re.search(r"contract|the owner is thread", verdict["failure"]))
    return broken_contract == (patch.header["lens"] == "contract")
