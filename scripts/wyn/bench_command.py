"""`./bench`: the command. Exit status: 0 measured, whatever the bounds say, 1 a wrong result or a failed build, 2 wrong usage."""

from __future__ import annotations

import argparse
import dataclasses
import subprocess
import sys

from wyn import bounds, comparison, peers, plots, screen
from wyn.build import BuildFailed, build, tree
from wyn.project import BUILD, ROOT

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
    works = "\n".join(f"  {name:10}{what}" for name, what in comparison.described().items())
    made = argparse.ArgumentParser(
        prog="./bench", description="Measures what the scheduler costs.", formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"benchmarks, each with its bound:\n{listed}\n\ncompare [WORK...], on every scheduler that can be installed:\n{works}")
    made.add_argument("names", nargs="*", metavar="NAME", help="which; all by default")
    made.add_argument("--checkout", action="append", default=[], metavar="PEER=DIRECTORY",
                      help=f"compare also with a peer's sources there: {', '.join(peers.CHECKOUTS)}")
    made.add_argument("--rounds", type=int, help="rounds, samples, seconds or millions, where a benchmark has them")
    return made


def main(words: list[str]) -> int:
    given = parser().parse_args(words)
    if given.rounds is not None and given.rounds < 1:
        return refuse("--rounds is a number from 1")
    if given.names[:1] == ["compare"]:
        return compare(given.names[1:], given.rounds, given.checkout)
    if given.checkout:
        return refuse("--checkout belongs to 'compare'")
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        return refuse(f"there is no benchmark '{unknown[0]}'\nbenchmarks: {', '.join(BENCHMARKS)}, compare")
    chosen = given.names or list(BENCHMARKS)
    try:
        build("release", sorted({f"bench_{BENCHMARKS[name][0]}" for name in chosen}))
    except BuildFailed as failure:
        screen.complain(f"./bench: the build failed\n{failure}")
        return 1
    return max([run(name, given.rounds) for name in chosen])


def refuse(why: str) -> int:
    screen.complain(f"./bench: {why}")
    return 2


def compare(names: list[str], rounds: int | None, checkouts: list[str]) -> int:
    """The same works on every peer."""
    known = comparison.described()
    unknown = [name for name in names if name not in known]
    if unknown:
        return refuse(f"there is no work '{unknown[0]}'\nworks: {', '.join(known)}")
    try:
        elsewhere = peers.from_checkouts(checkouts)
    except ValueError as wrong:
        return refuse(str(wrong))
    if not peers.install():
        screen.say(f"not all peers can be installed here; as root: apt-get install {' '.join(peers.PACKAGES)}")
    able = peers.built(elsewhere, screen.say)
    if not able or able[0].name != "wyn":
        screen.complain("./bench: wyn itself does not build")
        return 1
    # Rounds of what does not warm up would be other ones than the first.
    works = [dataclasses.replace(work, rounds=rounds if rounds and work.warms_up else work.rounds)
             for work in comparison.WORKS if work.name in (names or known)]
    try:
        rows = comparison.compare_all(works, able)
    except peers.PeerFailed as failed:
        screen.complain(f"./bench: {failed}")
        return 1
    comparison.show(rows, able)
    for line in bounds.lines(rows):
        screen.say(line)
    place = BUILD / "bench"
    place.mkdir(parents=True, exist_ok=True)
    comparison.write_tsv(rows, place / "comparison.tsv")
    comparison.write_markdown(rows, able, place / "comparison.md")
    screen.say(f"all figures: {place / 'comparison.tsv'}; the table: {place / 'comparison.md'}")
    try:
        screen.say(f"pictures: {', '.join(map(str, plots.draw(rows, place)))}")
    except ImportError:
        screen.say("no pictures: python3-matplotlib is not installed")
    return 0


def run(name: str, rounds: int | None) -> int:
    program, argument, what = BENCHMARKS[name]
    print(f"\n{name}: {what}", flush=True)
    words = ([argument] if argument else []) + ([str(rounds)] if rounds else [])
    done = subprocess.run([tree("release") / "benchmarks" / f"bench_{program}", *words], cwd=ROOT, check=False)
    return done.returncode if done.returncode in (0, 2) else 1  # a number of rounds that the program refuses is 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
