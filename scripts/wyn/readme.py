"""README's code: each block is built and run, as it stands, in a directory of its own."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wyn.consumers import FROM_C, FROM_CXX, StepFailed, step
from wyn.project import BUILD, ROOT
from wyn.result import Finding, LensResult

README = ROOT / "README.md"
AROUND = ROOT / "scripts" / "readme"
PLACE = BUILD / "readme"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Block:
    language: str
    text: str


def blocks_of(text: str) -> list[Block]:
    """In their order; what is only to be looked at is called `text`."""
    return [Block(found[1], found[2]) for found in _FENCE.finditer(text) if found[1] != "text"]


def filled(around: str, block: Block) -> str:
    """What the block needs around it, with its includes at the top and the rest where it belongs."""
    lines = block.text.splitlines()
    includes = [line for line in lines if line.startswith("#include")]
    rest = [line for line in lines if not line.startswith("#include")]
    return around.replace("\n@INCLUDES@", "\n" + "\n".join(includes)).replace("\n    @BLOCK@", "\n" + "\n".join(rest))


def tested() -> LensResult:
    blocks = blocks_of(README.read_text())
    result = LensResult("readme", "blocks", f"{len(blocks)} built and run")
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    (PLACE / "wyn").symlink_to(ROOT)
    try:
        _run(blocks)
    except StepFailed as failed:
        result.summary = "failed"
        result.findings.append(Finding(str(failed), location="README.md"))
    return result


# What is done with each block, in README's order, and when: first the library is installed.
_STEPS: list[tuple[str, int, Callable[[Block], None]]] = [
    ("cpp", 1, lambda block: _program("scheduler.cpp", block)),
    ("c", 1, lambda block: _program("fast.c", block)),
    ("sh", 0, lambda block: _shell(block)),
    ("cmake", 1, lambda block: _package(block)),
    ("sh", 1, lambda block: _pkg_config(block)),
    ("sh", 1, lambda block: _commands(block)),
    ("cpp", 1, lambda block: _program("deque.cpp", block)),
]


def _run(blocks: list[Block]) -> None:
    expected = [language for language, _, _ in _STEPS]
    if [block.language for block in blocks] != expected:
        raise StepFailed(f"README has other blocks than the test knows: {', '.join(expected)}; add what runs the new one")
    for _, _, (block, run) in sorted((turn, at, (block, run))
                                     for at, (block, (_, turn, run)) in enumerate(zip(blocks, _STEPS, strict=True))):
        run(block)


def _environment() -> dict[str, str]:
    return {"HOME": str(PLACE), "LD_LIBRARY_PATH": str(PLACE / ".local" / "lib")}


def _shell(block: Block) -> None:
    step("README's commands", ["bash", "-euo", "pipefail", "-c", block.text], _environment(), PLACE)


def _program(around: str, block: Block) -> None:
    source = PLACE / around
    source.write_text(filled((AROUND / around).read_text(), block))
    compiler = "gcc -std=gnu99" if source.suffix == ".c" else "g++ -std=c++20"
    step(f"README's block in {around}", ["bash", "-euo", "pipefail", "-c",
         f"export PKG_CONFIG_PATH=$HOME/.local/lib/pkgconfig; {compiler} -Wall -Wextra -Werror {around} -o {source.stem} "
         f"$(pkg-config --cflags --libs wyn) && ./{source.stem}"], _environment(), PLACE)


def _package(block: Block) -> None:
    project = PLACE / "project"
    project.mkdir()
    shutil.copy(FROM_CXX, project / "program.cpp")
    (project / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(program LANGUAGES CXX)\nadd_executable(program program.cpp)\n" + block.text)
    step("README's CMake", ["cmake", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={PLACE}/.local"])
    step("README's CMake", ["cmake", "--build", project / "build"])
    step("README's CMake", [project / "build" / "program"])


def _pkg_config(block: Block) -> None:
    """Each compiler's line makes a program of its own."""
    shutil.copy(FROM_CXX, PLACE / "program.cpp")
    shutil.copy(FROM_C, PLACE / "program.c")
    lines = block.text.splitlines()
    if len(lines) != 3:
        raise StepFailed("README's pkg-config block is not one line of environment and two of compilers")
    for compiler in lines[1:]:
        _shell(Block("sh", f"{lines[0]}\n{compiler}\n./a.out"))


def _commands(block: Block) -> None:
    """They run this."""
    for line in block.text.splitlines():
        command = ROOT / line.split()[0]
        if not os.access(command, os.X_OK):
            raise StepFailed(f"README names {line.split()[0]}, which is no command")
