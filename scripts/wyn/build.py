"""The build trees: one per preset, configured once."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from pathlib import Path

from wyn.project import BUILD, ROOT
from wyn.shell import Output, run


# Lanes run side by side, and two builds in one tree would overwrite each other's records.
_TREES: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)


class BuildFailed(Exception):
    """The compiler's words are the message."""

    def __init__(self, preset: str, output: Output) -> None:
        super().__init__(output.tail(60))
        self.preset = preset


def tree(preset: str) -> Path:
    return BUILD / preset


def configure(preset: str) -> None:
    with _TREES[preset]:
        if (tree(preset) / "build.ninja").exists():
            return
        output = run(["cmake", "--preset", preset])
        if not output.ok:
            raise BuildFailed(preset, output)


def build(preset: str, targets: list[str] | None = None) -> None:
    """Builds the targets of a preset, all by default."""
    configure(preset)
    command = ["cmake", "--build", "--preset", preset]
    if targets:
        command += ["--target", *targets]
    with _TREES[preset]:
        output = run(command)
    if not output.ok:
        raise BuildFailed(preset, output)


def presets() -> list[str]:
    listed = json.loads((ROOT / "CMakePresets.json").read_text())["buildPresets"]
    return [preset["name"] for preset in listed]
