#!/usr/bin/python3
"""Compares the machine code of a subject's operations, through wyn and hand-written on std::atomic.

    same_code.py --subject DIRECTORY --compiler g++ --target x86_64|aarch64 --core DIRECTORY [--show]

The subject's code_wyn.cpp and code_hand_written.cpp have the same functions, named code_*.
Exit status: 0 the same, 1 different (the difference is printed), 2 the compiler for the target is missing.
"""
import argparse
import difflib
import pathlib
import re
import shutil
import subprocess
import sys

# Strict as cmake/wyn_targets.cmake. g++ still warns of a failed CAS whose order is the stronger, which C++17 allowed.
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-Wno-invalid-memory-model",
          "-Wno-unknown-warning-option"]
FLAGS = ["-std=c++20", "-O2", "-DNDEBUG", "-fno-asynchronous-unwind-tables", "-fno-stack-protector", "-S", "-o", "-"]
# The first AArch64 has no single-instruction read-modify-writes, and calls functions for them or has loops in place.
# Current ones have them.
VARIANTS = {
    "x86_64": [[]],
    "aarch64": [["-march=armv8-a"], ["-march=armv8-a", "-mno-outline-atomics"], ["-march=armv8.1-a"]],
}
CROSS = "aarch64-linux-gnu"
CROSS_COMPILER = f"{CROSS}-g++"
CROSS_PACKAGE = "g++-aarch64-linux-gnu"

SYMBOL = re.compile(r"(?<![\w.$])(_Z\w+(?:\.[\w.]+)?|_GLOBAL_\w+)")
LOCAL_LABEL = re.compile(r"\.L\w+")
COMMENT = re.compile(r"\s*(?:#(?!\d|-|:).*|//.*)$")


def missing(what, package):
    print(f"same_code: {what} is not installed: apt-get install {package}", file=sys.stderr)
    sys.exit(2)


def command_for(compiler, target):
    """The command that compiles for the target. Clang takes the cross compiler's headers and libraries."""
    clang = "clang" in pathlib.Path(compiler).name
    if target == "x86_64":
        extra = ["--target=x86_64-linux-gnu"] if clang else []
        if shutil.which(compiler) is None:
            missing(compiler, "clang" if clang else "g++")
        return [compiler, *extra]
    if shutil.which(CROSS_COMPILER) is None:
        missing(CROSS_COMPILER, CROSS_PACKAGE)
    if not clang:
        return [CROSS_COMPILER]
    if shutil.which(compiler) is None:
        missing(compiler, "clang")
    return [compiler, f"--target={CROSS}", f"-I/usr/{CROSS}/include"]


def assembly_of(command, source, core, extra):
    compile_command = [*command, *FLAGS, *STRICT, *extra, f"-I{core}", str(source)]
    done = subprocess.run(compile_command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"same_code: {' '.join(compile_command)} failed\n{done.stderr}")
    return done.stdout


def functions_of(assembly):
    """Name -> lines of code. What the compiler moved to a cold section is behind the rest of its function."""
    functions = {}
    name = None
    for raw in assembly.splitlines():
        line = COMMENT.sub("", raw).strip()
        label = re.fullmatch(r"([A-Za-z_][\w.$]*):", line)
        if label and not line.startswith(".L"):
            name = label.group(1).removesuffix(".cold")
            functions.setdefault(name, [])
        elif re.match(r"\.size\s", line) or line == ".cfi_endproc":
            name = None
        elif name is not None and line and not re.match(r"\.(?!L)", line):
            functions[name].append(re.sub(r"\s+", " ", line))
    return {name: drop_unused_labels(lines) for name, lines in functions.items()}


def drop_unused_labels(lines):
    used = {label for line in lines if not line.endswith(":") for label in LOCAL_LABEL.findall(line)}
    return [line for line in lines if not line.endswith(":") or line[:-1] in used]


def normalised(lines):
    """The lines with symbols and labels numbered by first use, and the symbols in that order."""
    symbols, labels = [], []

    def number(found, of, prefix):
        if found not in of:
            of.append(found)
        return f"{prefix}{of.index(found)}"

    result = []
    for line in lines:
        line = LOCAL_LABEL.sub(lambda m: number(m.group(0), labels, "label_"), line)
        result.append(SYMBOL.sub(lambda m: number(m.group(1), symbols, "symbol_"), line))
    return result, symbols


def operations_of(ours, theirs):
    """The names of the functions to compare: all of both programs."""
    names = sorted({name for name in (*ours, *theirs) if name.startswith("code_")})
    lacking = [name for name in names if not ours.get(name) or not theirs.get(name)]
    if lacking or not names:
        sys.exit(f"same_code: no code found for {', '.join(lacking) or 'any operation'}")
    return names


def compare(ours, theirs, show):
    """Compares the operations and every function of the same program that they call. Returns how many differ."""
    waiting = [(name, name) for name in operations_of(ours, theirs)]
    seen = set()
    different = compared = instructions = 0
    while waiting:
        pair = waiting.pop(0)
        if pair in seen:
            continue
        seen.add(pair)
        our_lines, our_symbols = normalised(ours[pair[0]])
        their_lines, their_symbols = normalised(theirs[pair[1]])
        compared += 1
        instructions += sum(not line.endswith(":") for line in our_lines)
        if show:
            print(f"{pair[0]}:\n  " + "\n  ".join(our_lines))
        if our_lines != their_lines:
            different += 1
            sys.stdout.writelines(
                line.rstrip("\n") + "\n"
                for line in difflib.unified_diff(their_lines, our_lines, f"hand-written {pair[1]}", f"wyn {pair[0]}", n=4)
            )
            continue
        waiting += [(a, b) for a, b in zip(our_symbols, their_symbols) if a in ours and b in theirs]
    return different, compared, instructions


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subject", required=True, type=pathlib.Path, help="the directory of the two sources")
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--target", required=True, choices=list(VARIANTS))
    parser.add_argument("--core", required=True, help="the directory of wyn's headers")
    parser.add_argument("--show", action="store_true", help="print the code that is compared")
    given = parser.parse_args()

    command = command_for(given.compiler, given.target)
    failed = False
    for extra in VARIANTS[given.target]:
        ours, theirs = (functions_of(assembly_of(command, given.subject / source, given.core, extra))
                        for source in ("code_wyn.cpp", "code_hand_written.cpp"))
        different, compared, instructions = compare(ours, theirs, given.show)
        print(f"same_code: {' '.join([*command, *extra])}: {compared} functions, {instructions} instructions, "
              f"{different or 'none'} different")
        failed |= different > 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
