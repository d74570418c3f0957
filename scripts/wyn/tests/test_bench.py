"""./bench: which words reach which program, and what its status says."""

from __future__ import annotations

import unittest
from unittest import mock

from wyn import bench_command, screen
from wyn.build import BuildFailed
from wyn.shell import Output


class Statuses(unittest.TestCase):
    def bench(self, words: list[str], *statuses: int) -> int:
        """With programs that end so, one after another."""
        ended = [mock.Mock(returncode=status) for status in statuses]
        with mock.patch.object(bench_command, "build") as self.build, \
                mock.patch("subprocess.run", side_effect=ended) as self.run_program:
            return bench_command.main(words)

    def test_what_the_program_says_is_passed_on(self) -> None:
        for status, expected in ((0, 0), (1, 1), (2, 2), (-11, 1), (127, 1)):
            self.assertEqual(self.bench(["idle", "--rounds", "2000000"], status), expected)

    def test_the_worst_of_several(self) -> None:
        self.assertEqual(self.bench(["idle", "wake"], 1, 0), 1)

    def test_rounds_reach_the_program(self) -> None:
        self.bench(["spawn", "--rounds", "3"], 0)
        program, *words = self.run_program.call_args.args[0]
        self.assertEqual((program.name, words), ("bench_spawn", ["outside", "3"]))
        self.build.assert_called_once_with("release", ["bench_spawn"])

    def test_wrong_words(self) -> None:
        with mock.patch.object(screen, "complain"):
            for words in (["lobster"], ["idle", "--rounds", "0"], ["idle", "--checkout", "lace=/tmp"], ["compare", "lobster"]):
                self.assertEqual(self.bench(words), 2)

    def test_a_failed_build(self) -> None:
        failed = BuildFailed("release", Output(1, "", "no"))
        with mock.patch.object(bench_command, "build", side_effect=failed), mock.patch.object(screen, "complain"):
            self.assertEqual(bench_command.main(["idle"]), 1)


if __name__ == "__main__":
    unittest.main()
