"""`./gate`: the command. Exit status: 0 green, 1 red, 2 wrong usage or a report that cannot be written."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from wyn import campaign, ledger, lock, orderings, replay, report, screen, seeds, self_test
from wyn.budgets import FULL, QUICK
from wyn.build import build
from wyn.gate import Judgement, judge_all, judge_orders
from wyn.project import BUILD, ROOT, components
from wyn.result import LensResult

EPILOG = """
commands:
  ./gate                     every lens over every component, and the self-test
  ./gate COMPONENT           the same verdict about one component, sooner; no self-test
  ./gate orders [--write]    print the ledger; --write judges the orders and writes ORDERINGS.md
  ./gate replay ID           repeat a failure; or SITE=CHANGE, such as deque.take.fence=removed
  ./gate self-test           apply stored faults to a copy and expect red
  ./gate --deep              search on, as long as asked; --shard shares it among machines
  ./gate merge FILE...       one report from the reports of all shards

components: {components}
exit status: 0 green, 1 red, 2 wrong usage, missing packages or a report that cannot be written
"""
COMMANDS = ("orders", "replay", "self-test", "merge")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./gate", description="Judges the memory orders that ship.",
                                   formatter_class=argparse.RawDescriptionHelpFormatter,
                                   epilog=EPILOG.format(components=", ".join(components())))
    made.add_argument("what", nargs="?", help="a component or a command; everything by default")
    made.add_argument("arguments", nargs="*", help="of the command")
    made.add_argument("--write", action="store_true", help="with orders: write ORDERINGS.md")
    made.add_argument("--deep", action="store_true", help="the long campaign")
    made.add_argument("--minutes", type=float, help=f"how long a deep campaign lasts (default {campaign.MINUTES})")
    made.add_argument("--start", type=int, help=f"number of its first execution (default {campaign.START:,})")
    made.add_argument("--shard", metavar="i/n", help="the i-th of n shares of it")
    seeds.add_option(made)
    made.add_argument("--json", metavar="FILE", help="write the report as JSON too")
    made.add_argument("--junit", metavar="FILE", help="write the report as JUnit XML too")
    return made


def main(words: list[str]) -> int:
    given = parser().parse_args(words)
    wrong = mistake(given)
    if wrong:
        return refuse(wrong)
    if given.what == "replay":
        return replay.replay(given.arguments)
    if given.what == "merge":
        return campaign.merge(given)
    # Two gates in one tree would patch over each other.
    with lock.held(BUILD / "lock", "another gate runs in this tree"):
        return run_command(given)


def mistake(given: argparse.Namespace) -> str:
    """What is wrong with the words; nothing: each of them will be heeded."""
    if given.what not in (None, *COMMANDS, *components()):
        return f"there is no component or command '{given.what}'"
    if given.arguments and given.what not in ("replay", "merge"):
        return f"'{given.what}' takes no arguments: {' '.join(given.arguments)}"
    if given.write and given.what != "orders":
        return "--write goes with orders"
    if given.deep and given.what in COMMANDS:
        return f"--deep goes with a component or with none, not with {given.what}"
    of_a_campaign = [name for name in ("minutes", "start", "shard") if getattr(given, name) is not None]
    if of_a_campaign and not given.deep:
        return f"--{of_a_campaign[0]} goes with --deep"
    if given.seed is not None and (given.deep or given.what in COMMANDS):
        return f"--seed goes with a component or with none, not with {'--deep' if given.deep else given.what}"
    return mistake_of_files(given)


def mistake_of_files(given: argparse.Namespace) -> str:
    named = {option: name for option, name in (("--json", given.json), ("--junit", given.junit)) if name}
    if named and (given.what == "replay" or (given.what == "orders" and not given.write)):
        return f"{' and '.join(named)}: no report is made by {given.what}" + (" without --write" if given.what == "orders" else "")
    unwritable = [name for name in named.values() if not can_be_written(Path(name).resolve())]
    return f"{unwritable[0]} is not a file that can be written" if unwritable else ""


def can_be_written(path: Path) -> bool:
    if path.exists():
        return not path.is_dir() and os.access(path, os.W_OK)
    return path.parent.is_dir() and os.access(path.parent, os.W_OK | os.X_OK)


def run_command(given: argparse.Namespace) -> int:
    if given.deep:
        return campaign.deep(given)
    return {"orders": orders, "self-test": test_self}.get(given.what, judge)(given)


def refuse(message: str) -> int:
    screen.complain(f"./gate: {message}\ncomponents: {', '.join(components())}\ncommands: {', '.join(COMMANDS)}")
    return 2


def judge(given: argparse.Namespace) -> int:
    """All components, or one."""
    seed = seeds.drawn() if given.seed is None else given.seed
    judgement = Judgement(QUICK if given.what else FULL, seed=seed)
    report.announce(judgement)
    if given.what:
        judge_all(judgement, [given.what])
    else:
        judge_all(judgement, components(), lambda: judgement.look("self-test", "gate", run_self_test))
    return report.finish(judgement, given, "./gate" + (f" {given.what}" if given.what else "") + f" --seed {seed}")


def run_self_test() -> LensResult:
    with screen.step("self-test", self_test.count(ROOT)) as step:
        return self_test.self_test(ROOT, progress=step.advance)


def test_self(given: argparse.Namespace) -> int:
    judgement = Judgement(QUICK)
    judgement.look("build", "all", build_all_models)
    if judgement.green:
        judgement.look("self-test", "gate", run_self_test)
    return report.finish(judgement, given, "./gate self-test")


def build_all_models() -> LensResult:
    build("model")
    return LensResult("build", "all", "model programs")


def orders(given: argparse.Namespace) -> int:
    """Prints the ledger; with --write judges the orders and writes ORDERINGS.md."""
    if not given.write:
        report.show_ledger(ledger.sites(ROOT))
        return 0
    judgement = Judgement(QUICK)
    for component in components():
        judge_orders(judgement, component)
    judgement.results = [result for result in judgement.results if result.lens != "orders"]
    if set(judgement.chapters) == set(components()):
        orderings.write(ROOT, judgement.chapters)
        screen.say(f"{orderings.NAME} is written")
    else:
        screen.complain(f"{orderings.NAME} stays as it was: not every component could be judged")
    return report.finish(judgement, given, "./gate orders --write")


def stop_at_once(*_: object) -> None:
    """Ends the programs under way too: they share this process group."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    os._exit(130)


if __name__ == "__main__":
    if os.getpgid(0) == os.getpid():
        signal.signal(signal.SIGINT, stop_at_once)
    sys.exit(main(sys.argv[1:]))
