"""Runs one example and compares what it says with the ordinary tool: check.py NAME PROGRAM [FILE...].

Given files take the place of those that it makes: the whole of a disk's logs, say. Exit status 0: the same."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def run(*words: object, status: int = 0) -> str:
    """What it prints. An error that does not go with its status is one here too."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, errors="surrogateescape", check=False)
    expect(done.returncode == status, f"{words[0]} ended with {done.returncode}, not {status}: {done.stderr[-500:]}")
    if status != 0:
        expect(done.stderr.strip() != "", f"{words[0]} ended with {status} and said nothing")
    return done.stdout if status == 0 else done.stdout + "\0" + done.stderr


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"check: {otherwise}")


def text_file(place: Path, seed: int, lines: int = 20_000) -> Path:
    choices = random.Random(seed)
    words = [f"w{choices.randrange(10 ** choices.randrange(1, 6))}" for _ in range(3000)]
    file = place / f"text{seed}"
    file.write_text("\n".join(" ".join(choices.choices(words, k=choices.randrange(12))) for _ in range(lines)))
    return file


def word_count(program: str, place: Path, files: list[Path]) -> None:
    files = files or [text_file(place, 1), text_file(place, 2), place / "empty"]
    (place / "empty").touch()
    # Each file's last word ends with the file.
    ordinary = run("sh", "-c", "for f do cat \"$f\"; echo; done | LC_ALL=C tr -s ' \\t\\n\\v\\f\\r' '\\n'"
                   " | LC_ALL=C grep -a . | LC_ALL=C sort | uniq -c", "sh", *files)
    expect(run(program, *files) == ordinary, "word_count differs from sort | uniq -c")
    partly = run(program, files[0], place / "missing", place, status=1)
    expect("missing: No such file" in partly and ": Is a directory" in partly, f"what cannot be read is not named: {partly[-300:]}")
    expect(partly.split("\0")[0] == run(program, files[0]), "beside a missing file the others are not counted")
    expect(run(program, place / "empty") == "", "an empty file has words")


def tree_size(program: str, place: Path, files: list[Path]) -> None:
    tree = place / "tree"
    choices = random.Random(3)
    for i in range(300):
        below = tree / "/".join(str(choices.randrange(4)) for _ in range(choices.randrange(5)))
        below.mkdir(parents=True, exist_ok=True)
        (below / f"file{i}").write_bytes(b"x" * choices.randrange(5000))
    (tree / "link").symlink_to(tree)
    for directory in files or [tree, Path("/usr/share/cmake-3.25")]:
        sizes = run("find", directory, "-type", "f", "-printf", "%s\\n").split()
        directories = run("find", directory, "-type", "d", "-printf", "x")
        ordinary = f"{sum(map(int, sizes))}\t{len(sizes)}\t{len(directories)}\t{directory}\n"
        expect(run(program, directory) == ordinary, f"tree_size differs from find: {run(program, directory)}{ordinary}")
    partly = run(program, tree, place / "missing", status=1)
    expect(partly.startswith(run(program, tree)) and "missing: No such file" in partly, f"a missing directory: {partly}")


def compress(program: str, place: Path, files: list[Path]) -> None:
    (place / "empty").touch()
    output = place / "out.gz"
    for file in files or [text_file(place, 4), place / "empty", Path(sys.executable)]:
        for block in ("1048576", "10000"):
            run(program, file, output, "--block", block)
            same = run("sh", "-c", f"gzip -dc '{output}' | cmp - '{file}' && echo same")
            expect(same == "same\n", f"{file} differs after compress and gzip -d")
    run(program, place / "missing", place / "none", status=1)
    run(program, place / "empty", place / "no" / "such", status=1)
    run(program, place / "empty", output, "--block", "0", status=105)
    expect(sorted(path.name for path in place.glob("no*")) == [], "a failed run leaves something behind")


def queens(program: str, place: Path, files: list[Path]) -> None:
    known = [1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200]  # OEIS A000170
    for n, ways in enumerate(known):
        expect(run(program, n) == f"{ways}\n", f"queens {n} is not {ways}")
    run(program, 21, status=105)


def life(program: str, place: Path, files: list[Path]) -> None:
    alone = run(program, "--workers", 1, "--size", 300, "--generations", 50)
    for workers in (2, 3, 8):
        expect(run(program, "--workers", workers, "--size", 300, "--generations", 50) == alone, "life depends on its workers")
    expect(run(program, "--size", 37, "--generations", 9, "--show").split("\n")[:37] == _life(program, 37, 9), "life is not Conway's")
    run(program, "--size", 0, status=105)


def _life(program: str, size: int, generations: int) -> list[str]:
    board = run(program, "--size", size, "--generations", 0, "--show").split("\n")[:size]
    for _ in range(generations):
        near = [[sum(board[(r + i) % size][(c + j) % size] == "#" for i in (-1, 0, 1) for j in (-1, 0, 1)) for c in range(size)]
                for r in range(size)]
        board = ["".join("#" if near[r][c] == 3 or near[r][c] == 4 and board[r][c] == "#" else "." for c in range(size))
                 for r in range(size)]
    return board


def mandelbrot(program: str, place: Path, files: list[Path]) -> None:
    import zlib

    output = place / "set.png"
    run(program, output, "--width", 300, "--height", 201)
    png = output.read_bytes()
    expect(png[:8] == b"\x89PNG\r\n\x1a\n" and png[16:24] == bytes([0, 0, 1, 44, 0, 0, 0, 201]), "not a PNG of that size")
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        expect(zlib.crc32(kind + body) == int.from_bytes(png[at + 8 + length : at + 12 + length], "big"), "a chunk is broken")
        data, at = data + (body if kind == b"IDAT" else b""), at + 12 + length
    expect(len(zlib.decompress(data)) == 301 * 201, "the picture has another size")
    first = png
    run(program, output, "--width", 300, "--height", 201)
    expect(output.read_bytes() == first, "two runs draw different pictures")
    run(program, place / "no" / "such.png", status=1)
    run(program, output, "--width", 0, status=105)


CHECKS: dict[str, Callable[[str, Path, list[Path]], None]] = {
    check.__name__: check for check in (word_count, tree_size, compress, queens, life, mandelbrot)
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        CHECKS[sys.argv[1]](sys.argv[2], Path(directory), [Path(word) for word in sys.argv[3:]])
