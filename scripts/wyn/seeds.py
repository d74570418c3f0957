"""The seed of the tests that draw, stress and properties: a fresh one for each command, or one that is to be repeated."""

from __future__ import annotations

import argparse
import os
import secrets

FIXED = 1  # what the programs take by themselves, and what stored mistakes are found with
_BELOW = 2**64


def drawn() -> int:
    """Short enough to be typed."""
    return 1 + secrets.randbelow(2**32 - 1)


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=_read, metavar="N", help="of stress and properties; drawn anew by default, and printed")


def _read(word: str) -> int:
    if not word.isdecimal() or int(word) >= _BELOW:
        raise argparse.ArgumentTypeError(f"a number from 0 to 2^64 - 1, not '{word}'")
    return int(word)


def environment(seed: int) -> dict[str, str]:
    """Of a program that draws. RapidCheck's other parameters, and a seed among them, are the user's."""
    given = os.environ.get("RC_PARAMS", "")
    parameters = given if "seed=" in given else f"{given} seed={seed}".strip()
    return {"WYN_STRESS_SEED": str(seed), "RC_PARAMS": parameters}
