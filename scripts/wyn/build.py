"""The build trees: one per preset, configured once, and afresh when the presets have changed."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wyn import lock
from wyn.project import BUILD, ROOT
from wyn.shell import Output, run


# Lanes run side by side, and two builds in one tree would overwrite each other's records.
_TREES: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


_TELLING = re.compile(r"FAILED: .*|\S+:\d+:(\d+:)? (fatal )?error: .*")
_TELLING_AT_MOST = 12


class BuildFailed(Exception):
    """The compiler's words are the message: first what failed and where, since a template's error has a long end."""

    def __init__(self, preset: str, output: Output) -> None:
        lines = (output.text + output.errors).splitlines()
        telling = list(dict.fromkeys(line.strip() for line in lines if _TELLING.match(line)))[:_TELLING_AT_MOST]
        super().__init__("\n".join([*telling, output.tail(60)]))
        self.preset = preset


def tree(preset: str) -> Path:
    return BUILD / preset


@contextmanager
def _alone_in(preset: str) -> Iterator[None]:
    """No other lane, and no other command, configures or builds this tree meanwhile. Lanes wait in silence, so the file is
    asked second."""
    with _TREES[preset], lock.held(BUILD / f"{preset}.lock", f"another command builds in {tree(preset).relative_to(BUILD.parent)}"):
        yield


def configure(preset: str) -> None:
    with _alone_in(preset):
        _configure(preset)


def _configure(preset: str) -> None:
    stamp, presets_now = tree(preset) / "presets.sha256", _hash_of_presets()
    is_made = (tree(preset) / "build.ninja").exists()
    if is_made and stamp.is_file() and stamp.read_text() == presets_now:
        return
    stamp.unlink(missing_ok=True)  # what comes may leave the tree half made
    # CMake prefers what the tree's cache has to what a preset says now.
    output = run(["cmake", "--preset", preset, *(["--fresh"] if is_made else [])])
    if not output.ok:
        raise BuildFailed(preset, output)
    stamp.write_text(presets_now)


def _hash_of_presets() -> str:
    return hashlib.sha256((ROOT / "CMakePresets.json").read_bytes()).hexdigest()


def build(preset: str, targets: list[str] | None = None) -> None:
    """Builds the targets of a preset, all by default."""
    command = ["cmake", "--build", "--preset", preset]
    if targets:
        command += ["--target", *targets]
    with _alone_in(preset):
        _configure(preset)
        output = run(command)
    if not output.ok:
        raise BuildFailed(preset, output)


def presets() -> list[str]:
    listed = json.loads((ROOT / "CMakePresets.json").read_text())["buildPresets"]
    return [preset["name"] for preset in listed]
