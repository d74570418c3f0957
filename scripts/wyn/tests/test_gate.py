"""What the gate is made of, and that red reaches the exit status."""

from __future__ import annotations

import argparse
import threading
import unittest
from collections.abc import Callable
from unittest import mock

from wyn import gate, gate_command, report, test_command
from wyn.budgets import FULL, QUICK
from wyn.build import BuildFailed, presets
from wyn.model_program import ModelProgramFailed
from wyn.result import Finding, LensResult
from wyn.shell import Output

GREEN = LensResult("models", "ring", "held", data={"listing": {}, "kills": []})
RED = LensResult("models", "ring", "failed", [Finding("a model fails", "ring.put.publish")])


class Parts(unittest.TestCase):
    def test_every_world_and_sanitizer_is_a_suite(self) -> None:
        suites = {(suite.lens, suite.preset) for suite in gate.SUITES + gate.CANARIES}
        self.assertEqual(suites, {
            ("stress", "dev"), ("stress", "tsan"), ("stress", "asan-ubsan"), ("stress", "perturbed"),
            ("properties", "dev"), ("properties", "model"), ("canaries", "tsan"), ("canaries", "asan-ubsan")})

    def test_a_suite_runs_the_label_it_is_named_for(self) -> None:
        for suite in gate.SUITES + gate.CANARIES:
            self.assertEqual(suite.label, suite.lens)

    def test_every_lens_runs(self) -> None:
        asked: list[str] = []
        judgement = gate.Judgement(QUICK)
        with mock.patch.object(gate.Judgement, "look", lambda _, lens, component, body: asked.append(lens) or GREEN), \
                mock.patch.object(gate, "ModelProgram"):
            gate.judge_all(judgement, ["deque"])
        kinds = {lens.split(" ")[0] for lens in asked}
        self.assertEqual(kinds, set(gate.LENSES) - {"self-test", "deep"})

    def test_who_is_done_takes_from_the_other(self) -> None:
        judged: list[str] = []
        first_began = threading.Event()
        rest_done = threading.Event()

        def judge_checked(_: object, component: str) -> None:
            judged.append(component)
            if component == "a":
                first_began.set()
                rest_done.wait(20)
            elif component == "b":
                rest_done.set()

        with mock.patch.object(gate, "judge_checked", judge_checked), mock.patch.object(gate, "judge_calibration"), \
                mock.patch.object(gate, "judge_suites", lambda *_: first_began.wait(20)), \
                mock.patch.object(gate.Judgement, "look"):
            gate.judge_all(gate.Judgement(QUICK), ["a", "b", "c"], lambda: judged.append("last"))
        self.assertEqual(judged, ["a", "last", "c", "b"])
        self.assertTrue(rest_done.is_set())

    def test_what_breaks_is_told(self) -> None:
        with mock.patch.object(gate, "judge_checked", mock.Mock(side_effect=OSError("no"))), \
                mock.patch.object(gate, "judge_calibration"), mock.patch.object(gate, "judge_suites"), \
                mock.patch.object(gate.Judgement, "look"), self.assertRaises(OSError):
            gate.judge_all(gate.Judgement(QUICK), ["a"])

    def test_without_kills_there_is_no_certificate(self) -> None:
        def look(_: gate.Judgement, lens: str, component: str, body: object) -> LensResult:
            return RED if lens == "mutants" else GREEN

        judgement = gate.Judgement(QUICK)
        with mock.patch.object(gate.Judgement, "look", look), mock.patch.object(gate, "ModelProgram"):
            gate.judge_orders(judgement, "deque")
        self.assertEqual((judgement.kills, judgement.chapters), ({}, {}))

    def test_budgets(self) -> None:
        self.assertGreaterEqual(FULL.executions, 1_000_000)
        self.assertGreaterEqual(FULL.larger_executions, 100_000)
        for budgets in (FULL, QUICK):
            self.assertEqual((budgets.bound, budgets.first), (2, 1))
            self.assertLessEqual(budgets.certifying, min(QUICK.executions, QUICK.larger_executions))
            self.assertIn(f"--larger-executions={budgets.larger_executions}", budgets.as_options())
            self.assertIn(f"--executions={budgets.executions}", budgets.as_options())
        self.assertEqual("--exhaustive" in FULL.as_options(), True)


class Verdicts(unittest.TestCase):
    def judged(self, *results: LensResult) -> gate.Judgement:
        judgement = gate.Judgement(QUICK)
        for result in results:
            judgement.look(result.lens, result.component, lambda result=result: result)
        return judgement

    def test_nothing_judged_is_not_green(self) -> None:
        self.assertFalse(self.judged().green)

    def test_one_red_lens_is_red(self) -> None:
        self.assertTrue(self.judged(GREEN, GREEN).green)
        self.assertFalse(self.judged(GREEN, RED, GREEN).green)

    def test_what_breaks_inside_a_lens_is_red(self) -> None:
        for error in (BuildFailed("model", Output(1, "", "no")), ModelProgramFailed("no"), KeyError("no")):
            judgement = gate.Judgement(QUICK)
            judgement.look("models", "ring", mock.Mock(side_effect=error))
            self.assertFalse(judgement.green)
            self.assertIn("no", judgement.results[0].findings[0].message)

    def test_the_exit_status(self) -> None:
        given = argparse.Namespace(json=None, junit=None)
        with mock.patch.object(report, "write"):
            self.assertEqual(report.finish(self.judged(GREEN), given, "./gate"), 0)
            self.assertEqual(report.finish(self.judged(GREEN, RED), given, "./gate"), 1)


class Command(unittest.TestCase):
    def run_gate(self, words: list[str]) -> list[str]:
        """What the command would judge."""
        judged: list[str] = []

        def judge_all(_: object, components: list[str], after: Callable[[], None] = lambda: None) -> None:
            judged.extend(components)
            after()

        with mock.patch.object(gate_command, "judge_all", judge_all), \
                mock.patch.object(gate_command, "run_self_test", lambda: judged.append("self-test") or GREEN), \
                mock.patch.object(report, "finish", lambda judgement, *_: judged.append(judgement.budgets) or 0):
            gate_command.main(words)
        return judged

    def test_everything_is_full_and_tests_itself(self) -> None:
        self.assertEqual(self.run_gate([]), [*gate_command.components(), "self-test", FULL])

    def test_a_component_is_quick(self) -> None:
        self.assertEqual(self.run_gate(["deque"]), ["deque", QUICK])


class Test(unittest.TestCase):
    def run_test(self, words: list[str], gate_status: int) -> tuple[int, list[str]]:
        ran: list[str] = []
        green = lambda name: lambda *_: ran.append(name) or LensResult("tests", name, "")  # noqa: E731
        with mock.patch("subprocess.run", lambda *_, **__: ran.append("gate") or mock.Mock(returncode=gate_status)), \
                mock.patch.object(test_command, "_style", lambda: [green("style")()]), \
                mock.patch.object(test_command, "_scripts", green("scripts")), \
                mock.patch.object(test_command, "_consumers", lambda: [green("consumers")()]), \
                mock.patch.object(test_command, "_readme", green("readme")), \
                mock.patch.object(test_command, "_tree", 
                                  lambda preset, after, _: green(f"{preset} after the gate" if after else preset)()):
            return test_command.main(words), ran

    def test_the_gate_first_then_all(self) -> None:
        trees = [f"{preset} after the gate" for preset in presets()]
        self.assertEqual(self.run_test([], 0), (0, ["gate", "style", "scripts", "consumers", "readme", *trees]))

    def test_a_red_gate_is_a_red_test(self) -> None:
        self.assertEqual(self.run_test([], 1), (1, ["gate", "style", "scripts", "consumers", "readme", *presets()]))
        self.assertEqual(self.run_test(["gate"], 2)[0], 1)

    def test_what_the_gate_runs_of_a_tree(self) -> None:
        tests = {"stress_ring": ["stress", "ring"], "stress_c": ["stress", "c_api"], "ring_model": ["models", "ring"],
                 "ring_properties": ["properties", "ring"], "canary": ["canaries", "race"], "example": ["examples"], "bare": []}
        with mock.patch.object(gate, "tests_in", lambda _: tests):
            self.assertEqual(gate.tests_run("dev", ["ring"]), ["stress_ring", "ring_properties"])
            self.assertEqual(gate.tests_run("tsan", ["ring"]), ["stress_ring", "canary"])
            self.assertEqual(gate.tests_run("model", ["ring"]), ["ring_model", "ring_properties"])
            self.assertEqual(gate.tests_run("release", ["ring"]), [])

    def test_a_tree_after_the_gate(self) -> None:
        for run_by_the_gate, expected in ((["one"], ["one"]), ([], [])):
            with mock.patch.object(test_command, "build"), \
                    mock.patch.object(gate, "tests_run", lambda *_, names=run_by_the_gate: names), \
                    mock.patch.object(test_command, "tests_in", lambda _: {"one": [], "two": []}), \
                    mock.patch.object(test_command, "run_tree", lambda _, without, seed: LensResult("tests", "dev", f"{without} {seed}")):
                self.assertIn(f"{expected} 7", test_command._tree("dev", True, 7).summary)
                self.assertIn("[] 7", test_command._tree("dev", False, 7).summary)

    def test_a_tree_of_which_the_gate_ran_all(self) -> None:
        with mock.patch.object(test_command, "build") as built, mock.patch.object(gate, "tests_run", lambda *_: ["one"]), \
                mock.patch.object(test_command, "tests_in", lambda _: {"one": []}):
            self.assertEqual(test_command._tree("dev", True, 7).summary, "built; the gate ran all 1")
            built.assert_called_once_with("dev")

    def test_parts(self) -> None:
        self.assertEqual(self.run_test(["scripts"], 1), (0, ["scripts"]))
        self.assertEqual(self.run_test(["nonsense"], 0), (2, []))


if __name__ == "__main__":
    unittest.main()
