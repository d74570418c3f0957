"""The build trees: one per preset, configured once."""

from __future__ import annotations

import json
from pathlib import Path

from wyn.project import BUILD, ROOT
from wyn.shell import Output, run


class BuildFailed(Exception):
    """The compiler's words are the message."""

    def __init__(self, preset: str, output: Output) -> None:
        super().__init__(output.tail(60))
        self.preset = preset


def tree(preset: str) -> Path:
    return BUILD / preset


def configure(preset: str) -> None:
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
    output = run(command)
    if not output.ok:
        raise BuildFailed(preset, output)


def presets() -> list[str]:
    listed = json.loads((ROOT / "CMakePresets.json").read_text())["buildPresets"]
    return [preset["name"] for preset in listed]
