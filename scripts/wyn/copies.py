"""Patched copies of the sources: made, built only as far as one lens needs, and run."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

from wyn import project
from wyn.model_program import ModelProgram
from wyn.shell import run

RUNTIME = "core/wyn/runtime"
NOT_MODELLED = ("processors", "watchdog")  # they ask the machine, and start a thread
FOLDERS = ("core", "models", "property_tests", "stress", "sanitizers")
MODEL_FLAGS = ("-DWYN_CHECKED", "-DWYN_WORLD_MODEL", "-std=gnu++20", "-fno-sized-deallocation")
CHECKED_FLAGS = ("-DWYN_CHECKED", "-std=gnu++20")
# Relacy makes a model slow at -O0 and clang slow at -O2: this is the quickest sum of both.
OPTIMISATION = "-O1"

_PRECOMPILING = threading.Lock()
_PRECOMPILED: list[Path] = []


class CopyError(Exception):
    """A patch that does not apply, or a program that does not build: what the reader must mend."""


@dataclass(frozen=True)
class Patch:
    """A stored diff with `key: value` lines above it."""

    path: Path
    header: dict[str, str]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def changes(self) -> list[str]:
        """The files that it changes, from the root."""
        return re.findall(r"^\+\+\+ b/(\S+)", self.path.read_text(encoding="utf-8"), re.MULTILINE)


def read_patch(path: Path, keys: tuple[str, ...]) -> Patch:
    """Raises CopyError if a key is missing from the header."""
    head = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"), maxsplit=1)[0]
    header = dict(re.findall(r"^(\w+):[ \t]*(.*)$", head, re.MULTILINE))
    missing = [key for key in keys if not header.get(key)]
    if missing:
        raise CopyError(f"{path.name}: the header lacks {', '.join(missing)}")
    return Patch(path, header)


def patched_copy(root: Path, patch: Patch, kind: str) -> Path:
    """A fresh copy under build/copies/ with the patch applied. Raises CopyError if it does not apply."""
    copy = project.BUILD / "copies" / f"{kind}-{patch.name}"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for folder in FOLDERS:
        if (root / folder).is_dir():
            shutil.copytree(root / folder, copy / folder)
    for document in root.glob("*.md"):
        shutil.copy(document, copy)
    command = ["patch", "-p1", "--force", "--no-backup-if-mismatch", "-i", str(patch.path)]
    done = run(command, cwd=copy)
    if not done.ok:
        raise CopyError(f"{patch.path.name} does not apply any more; write it anew against the sources:\n{done.text}")
    return copy


def build_models(copy: Path, component: str, claims: list[str], patch: Patch) -> ModelProgram:
    """The model program of some claims, linked with the engine of the `model` preset's build.

    What the patch leaves as it is comes from there too, where it can: of the runtime, which is compiled apart from its
    models, only the patched sources are compiled if no header is patched."""
    built = project.BUILD / "model"
    patched = _patched_runtime(copy, patch)
    objects = sorted((built / "models").glob(f"CMakeFiles/wyn_model_{component}.dir/Unity/*.o")) if patched else []
    whole = [*_runtime(copy, component), *_claims(copy, component, claims)]
    sources = patched if objects else [_unit(copy, component, whole)]
    libraries = ["models/libwyn_model_command.a", "models/libwyn_engine.a", "core/libwyn.a", "models/libwyn_engine.a"]
    program = copy / "model"
    link = [str(part) for part in (*objects, *(built / library for library in libraries), "-lboost_context")]
    flags = (*MODEL_FLAGS, OPTIMISATION, "-include-pch", str(_precompiled()))
    _build(copy, sources, program, flags, link, "clang++")
    return ModelProgram(component, program)


def _claims(copy: Path, component: str, claims: list[str]) -> list[Path]:
    return [copy / "models" / component / f"{claim}.cpp" for claim in claims]


def _patched_runtime(copy: Path, patch: Patch) -> list[Path]:
    """The sources that the patch changes, if all of them are the runtime's."""
    ours = [path.startswith(f"{RUNTIME}/") and path.endswith(".cpp") for path in patch.changes]
    return [copy / path for path in patch.changes] if all(ours) else []


def _runtime(copy: Path, component: str) -> list[Path]:
    """The runtime's sources, for a component whose models run it: their symbols win over the library's."""
    texts = (path.read_text(encoding="utf-8") for path in (copy / "models" / component).glob("*.?pp"))
    if not any('"wyn/runtime/' in text for text in texts):
        return []
    return sorted(path for path in (copy / RUNTIME).glob("*.cpp") if path.stem not in NOT_MODELLED)


def _unit(copy: Path, name: str, sources: list[Path]) -> Path:
    unit = copy / f"all-{name}.cpp"
    unit.write_text("".join(f'#include "{source}"\n' for source in sources), encoding="utf-8")
    return unit


def _precompiled() -> Path:
    """The standard headers, which are half of what a model's compilation takes. Made once per process."""
    with _PRECOMPILING:
        if not _PRECOMPILED:
            made = project.BUILD / "gate" / "standard.pch"
            made.parent.mkdir(parents=True, exist_ok=True)
            header = project.MODELS / "engine" / "standard.hpp"
            _run_compiler(["clang++", *MODEL_FLAGS, OPTIMISATION, "-x", "c++-header", str(header), "-o", str(made)])
            _PRECOMPILED.append(made)
        return _PRECOMPILED[0]


def build_test(copy: Path, sources: list[Path], libraries: list[str]) -> Path:
    """A checked production program of the seam and some sources, as one unit since that is quicker."""
    seam = sorted((copy / "core" / "wyn" / "sync").glob("*.cpp"))
    unit = _unit(copy, sources[-1].stem, [*seam, *sources])
    program = copy / f"test-{sources[-1].stem}"
    _build(copy, [unit], program, (*CHECKED_FLAGS, "-O0"), libraries, "g++")
    return program


def _build(copy: Path, sources: list[Path], program: Path, flags: tuple[str, ...], libraries: list[str],
           compiler: str) -> None:  # fmt: skip
    include = [f"-I{copy / 'core'}", f"-I{copy}"]

    objects = []
    for source in sources:
        target = copy / "objects" / f"{source.parent.name}-{source.stem}-{program.name}.o"
        target.parent.mkdir(exist_ok=True)
        _run_compiler([compiler, *include, *flags, "-c", str(source), "-o", str(target)])
        objects.append(str(target))
    _run_compiler([compiler, *objects, *libraries, "-pthread", "-o", str(program)])


def _run_compiler(command: list[str]) -> None:
    done = run(command)
    if not done.ok:
        raise CopyError(f"does not compile: {done.errors[:4000]}")


def claim_of(model: str) -> str:
    """deque.growth.pppt|ss is made in models/deque/growth.cpp."""
    return model.split(".")[1]
