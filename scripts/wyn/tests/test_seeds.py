"""The seed of stress and properties: drawn anew, printed, repeated when asked, and fixed where a mistake must be found again."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from wyn import gate, gate_command, report, screen, seeds, self_test, test_command, test_programs
from wyn.budgets import QUICK
from wyn.result import LensResult
from wyn.shell import Output


def words_said(said: mock.Mock) -> str:
    return "\n".join(call.args[0] for call in said.call_args_list)


class Option(unittest.TestCase):
    def read(self, *words: str) -> int | None:
        parser = argparse.ArgumentParser()
        seeds.add_option(parser)
        with contextlib.redirect_stderr(io.StringIO()):
            return parser.parse_args(words).seed

    def test_any_number_of_64_bits(self) -> None:
        self.assertIsNone(self.read())
        for seed in (0, 1, 2**64 - 1):
            self.assertEqual(self.read(f"--seed={seed}"), seed)

    def test_nothing_else(self) -> None:
        for word in ("-1", "x", "1.5", str(2**64), ""):
            with self.assertRaises(SystemExit):
                self.read(f"--seed={word}")

    def test_drawn_ones_differ(self) -> None:
        self.assertGreater(len({seeds.drawn() for _ in range(20)}), 15)


class Environment(unittest.TestCase):
    def test_stress_and_properties_get_it(self) -> None:
        with mock.patch.dict(os.environ):
            os.environ.pop("RC_PARAMS", None)
            self.assertEqual(seeds.environment(7), {"WYN_STRESS_SEED": "7", "RC_PARAMS": "seed=7"})

    def test_what_the_user_gave_rapidcheck_stays(self) -> None:
        for given, expected in (("max_success=9", "max_success=9 seed=7"), ("seed=3 noshrink=1", "seed=3 noshrink=1")):
            with mock.patch.dict(os.environ, RC_PARAMS=given):
                self.assertEqual(seeds.environment(7)["RC_PARAMS"], expected)

    def test_ctest_gets_it(self) -> None:
        with mock.patch.object(test_programs, "run", return_value=Output(1, "", "")) as asked:
            test_programs.run_suite(gate.SUITES[0], "ring", 0.5, 7)
            test_programs.run_tree("dev", [], 8)
        suite, tree = (call.kwargs["env"] for call in asked.call_args_list)
        self.assertEqual((suite["WYN_STRESS_SEED"], suite["WYN_STRESS_SECONDS"], tree["WYN_STRESS_SEED"]), ("7", "0.5", "8"))
        self.assertNotIn("WYN_STRESS_SECONDS", tree)

    def test_stored_mistakes_are_found_with_the_same_one(self) -> None:
        self.assertEqual(self_test._TEST_ENVIRONMENT["WYN_STRESS_SEED"], "1")
        self.assertEqual(self_test._TEST_ENVIRONMENT["RC_PARAMS"], "seed=1")


class Gate(unittest.TestCase):
    def judged(self, *words: str) -> tuple[int, str, str]:
        """The seed of the suites, what was announced, and the command that the report names."""
        commands: list[str] = []
        with TemporaryDirectory() as build, mock.patch.object(gate_command, "BUILD", Path(build)), \
                mock.patch.object(gate_command, "judge_all") as judge_all, mock.patch.object(screen, "say") as said, \
                mock.patch.object(report, "finish", lambda _, __, command: commands.append(command) or 0):
            self.assertEqual(gate_command.main(list(words)), 0)
        return judge_all.call_args.args[0].seed, words_said(said), commands[0]

    def test_drawn_anew_and_printed(self) -> None:
        first, second = self.judged("latch"), self.judged()
        self.assertNotEqual(first[0], second[0])
        for seed, said, _ in (first, second):
            self.assertIn(f"with --seed {seed}", said)
        self.assertEqual((first[2], second[2]), (f"./gate latch --seed {first[0]}", f"./gate --seed {second[0]}"))

    def test_repeated(self) -> None:
        self.assertEqual(self.judged("latch", "--seed", "7")[0], 7)

    def test_the_suites_run_with_it(self) -> None:
        asked: list[int] = []
        with mock.patch.multiple(gate, configure=mock.DEFAULT, build=mock.DEFAULT, tests_of=mock.DEFAULT), \
                mock.patch.object(gate, "run_suite", lambda *given: asked.append(given[-1]) or LensResult("stress", "ring", "")), \
                mock.patch.object(screen, "say"):
            gate.judge_suites(gate.Judgement(QUICK, seed=7), gate.SUITES, "ring")
        self.assertEqual(set(asked), {7})

    def test_refused_where_nothing_draws(self) -> None:
        for words in (["orders"], ["self-test"], ["merge", "x"], ["replay", "x"], ["latch", "--deep"]):
            with mock.patch.object(screen, "complain") as told:
                self.assertEqual(gate_command.main([*words, "--seed", "7"]), 2)
            self.assertIn("--seed goes with a component", words_said(told))


class Test(unittest.TestCase):
    def run_test(self, *words: str) -> tuple[int, list, str]:
        """The status, what was run with which seed, and what was said."""
        ran: list = []
        green = lambda *given: ran.append(given) or LensResult("tests", "all", "")  # noqa: E731
        with mock.patch.multiple(test_command, _gate=green, _tree=green, _scripts=green), \
                mock.patch.object(screen, "say") as said, mock.patch.object(screen, "complain") as told:
            return test_command.main(list(words)), ran, words_said(said) + words_said(told)

    def test_gate_and_trees_have_the_same(self) -> None:
        status, ran, said = self.run_test("gate", "dev", "tsan")
        seed = ran[0][0]
        self.assertEqual((status, ran), (0, [(seed,), ("dev", False, seed), ("tsan", False, seed)]))
        self.assertIn(f"with --seed {seed}", said)
        self.assertEqual(self.run_test("dev", "--seed", "7")[1], [("dev", False, 7)])

    def test_the_gate_is_told(self) -> None:
        with mock.patch("subprocess.run", return_value=mock.Mock(returncode=0)) as asked, mock.patch.object(screen, "say"):
            test_command._gate(7)
        self.assertEqual(asked.call_args.args[0][-2:], ["--seed", "7"])

    def test_refused_where_nothing_draws(self) -> None:
        status, ran, said = self.run_test("scripts", "--seed", "7")
        self.assertEqual((status, ran), (2, []))
        self.assertIn("--seed goes with", said)
        self.assertNotIn("--seed", self.run_test("scripts")[2])


if __name__ == "__main__":
    unittest.main()
