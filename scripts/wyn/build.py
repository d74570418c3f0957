"""The build trees: one per preset, configured once."""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict
from pathlib import Path

from wyn.project import BUILD, ROOT
from wyn.shell import Output, run


# Lanes run side by side, and two builds in one tree would overwrite each other's records.
_TREES: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)


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
