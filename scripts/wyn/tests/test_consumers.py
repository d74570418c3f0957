"""./test consumers: what makes a step, and so a kind, red."""

from __future__ import annotations

import unittest
from unittest import mock

from wyn import consumers
from wyn.shell import Output

KIND = consumers.KINDS[0]  # static
STEPS = ("_install", "_use_the_package", "_use_pkg_config", "_fetch", "_unload_a_plugin")


class Steps(unittest.TestCase):
    def step(self, output: Output) -> str:
        with mock.patch.object(consumers, "run", lambda *_, **__: output):
            return consumers.step("building", ["make"])

    def test_what_it_prints_is_returned(self) -> None:
        self.assertEqual(self.step(Output(0, "done", "")), "done")

    def test_a_failed_program_is_a_failed_step(self) -> None:
        with self.assertRaisesRegex(consumers.StepFailed, "building: make\n.*no such target"):
            self.step(Output(2, "", "no such target"))

    def test_a_warning_is_a_failed_step(self) -> None:
        for output in (Output(0, "a.cpp:1: warning: unused", ""), Output(0, "", "CMake warning: old")):
            with self.assertRaises(consumers.StepFailed):
                self.step(output)


class Kinds(unittest.TestCase):
    def findings(self, failing: str | None) -> list[str]:
        steps = STEPS
        broken = mock.Mock(side_effect=consumers.StepFailed("it broke"))
        with mock.patch("shutil.rmtree"), mock.patch.multiple(
                consumers, **{step: broken if step == failing else mock.DEFAULT for step in steps}):
            return [finding.message for finding in consumers.tested(KIND).findings]

    def test_each_step_counts(self) -> None:
        self.assertEqual(self.findings(None), [])
        for step in STEPS:
            self.assertEqual(self.findings(step), ["it broke"])

    def test_both_compilers_and_both_linkages(self) -> None:
        self.assertEqual([kind.name for kind in consumers.KINDS],
                         ["g++, static", "g++, shared", "clang++, static", "clang++, shared"])


if __name__ == "__main__":
    unittest.main()
