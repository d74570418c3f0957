"""`./bench`: the command. Exit status: 0 measured, whatever the bounds say, 1 a wrong result or a failed build, 2 wrong usage."""

from __future__ import annotations

import argparse
import subprocess
import sys

from wyn import screen
from wyn.build import BuildFailed, build, tree
from wyn.project import ROOT

# name -> the program, its argument, and what it measures
BENCHMARKS = {
    "spawn": ("spawn", "outside", "spawn to all-complete from a thread outside, beside task_arena::enqueue"),
    "local": ("spawn", "attached", "spawn to all-complete from an attached thread, beside task_group"),
    "fib": ("fib", "", "fib(35) through parallel_invoke, beside the plain call and oneTBB"),
    "for": ("for", "", "parallel_for of 10^8 trivial and 10^4 uneven bodies, beside oneTBB's"),
    "sort": ("sort", "", "parallel_sort of 10^7 integers, beside oneTBB's"),
    "idle": ("idle", "", "64 idle workers: processor time and context switches, for 10 s"),
    "wake": ("wake", "", "a spawn into an idle scheduler, beside a bare futex wake"),
    "exposure": ("exposure", "", "how long a fork stays hidden behind a leaf"),
    "memory": ("memory", "", "bytes per pending task, and growth over 100 million spawns"),
}


def parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:10}{what}" for name, (_, _, what) in BENCHMARKS.items())
    made = argparse.ArgumentParser(prog="./bench", description="Measures what the scheduler costs.",
                                   formatter_class=argparse.RawDescriptionHelpFormatter, epilog=f"benchmarks:\n{listed}")
    made.add_argument("names", nargs="*", metavar="NAME", help="which; all by default")
    made.add_argument("--rounds", type=int, help="rounds, samples, seconds or millions, where a benchmark has them")
    return made


def main(words: list[str]) -> int:
    given = parser().parse_args(words)
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown or (given.rounds is not None and given.rounds < 1):
        what = f"there is no benchmark '{unknown[0]}'" if unknown else "--rounds is a number from 1"
        screen.complain(f"./bench: {what}\nbenchmarks: {', '.join(BENCHMARKS)}")
        return 2
    chosen = given.names or list(BENCHMARKS)
    try:
        build("release", sorted({f"bench_{BENCHMARKS[name][0]}" for name in chosen}))
    except BuildFailed as failure:
        screen.complain(f"./bench: the build failed\n{failure}")
        return 1
    return max([run(name, given.rounds) for name in chosen])


def run(name: str, rounds: int | None) -> int:
    program, argument, what = BENCHMARKS[name]
    print(f"\n{name}: {what}", flush=True)
    words = ([argument] if argument else []) + ([str(rounds)] if rounds else [])
    done = subprocess.run([tree("release") / "benchmarks" / f"bench_{program}", *words], cwd=ROOT, check=False)
    return 0 if done.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
