"""./gate replay: what can be repeated, what cannot, and the status of each."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from wyn import failures, replay, screen
from wyn.build import BuildFailed
from wyn.failures import Failure
from wyn.model_program import ModelProgramFailed
from wyn.shell import Output
from wyn.tests.fake_program import FakeProgram, kill, verdict

KEPT = Failure("ring", "ring.a.p", "random", "7 ", "came out twice")
MUTANT = replace(KEPT, site="ring.put.publish", change="relaxed")


class Tracing(FakeProgram):
    """Its trace fails as it is told to."""

    fails: str | Exception = "came out twice"

    def trace(self, *_: object) -> dict:
        if isinstance(self.fails, Exception):
            raise self.fails
        return {"failure": self.fails, "events": []}


class Replay(unittest.TestCase):
    def setUp(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(mock.patch.object(failures, "FOLDER", Path(folder)))
        self.said: list[str] = []
        self.program = Tracing({"ring.a.p": verdict("ring.a.p")}, [kill("ring.put.publish", "relaxed")])
        self.build = mock.Mock()
        self.enterContext(mock.patch.object(screen, "complain", self.said.append))
        self.enterContext(mock.patch.multiple(replay, build=self.build, ModelProgram=lambda _: self.program,
                                              components=lambda: ["ring"], show=mock.DEFAULT))

    def assert_status(self, status: int, identity: str, words: str = "") -> None:
        self.assertEqual(replay.replay([identity]), status)
        self.assertIn(words, "".join(self.said))
        self.assertEqual(bool(self.said), bool(words))

    def test_it_fails_again(self) -> None:
        self.assert_status(1, failures.keep(KEPT))
        self.assert_status(1, failures.keep(MUTANT))
        self.assert_status(1, "ring.put.publish=relaxed")

    def test_it_holds_now(self) -> None:
        self.program.fails = ""
        self.assert_status(0, failures.keep(KEPT))

    def test_a_model_that_is_gone(self) -> None:
        self.assert_status(2, failures.keep(replace(KEPT, model="ring.gone.p")), "ring.gone.p, a model that no longer exists")

    def test_a_mutant_that_is_gone(self) -> None:
        for gone in (replace(MUTANT, site="ring.put.gone"), replace(MUTANT, change="acquire")):
            self.assert_status(2, failures.keep(gone), f"with {gone.site} as {gone.change}, which is no mutant any more")

    def test_nothing_of_that_name(self) -> None:
        self.assert_status(2, "ring-12345678", "no failure is named ring-12345678")
        self.assert_status(2, "ring.put.publish=acquire", "it has: relaxed")
        self.build.reset_mock()
        self.assert_status(2, "rung-12345678", "no failure is named rung-12345678")
        self.build.assert_not_called()

    def test_a_mutant_that_nothing_kills(self) -> None:
        self.program.kills = [kill("ring.put.publish", "relaxed", killed=False)]
        self.assert_status(2, "ring.put.publish=relaxed", "no model kills ring.put.publish=relaxed")

    def test_a_program_that_does_not_compile_is_red(self) -> None:
        self.build.side_effect = BuildFailed("model", Output(1, "a.cpp:1:2: error: no", ""))
        self.assert_status(1, failures.keep(KEPT), "does not build\na.cpp:1:2: error: no")

    def test_a_program_that_does_not_run_is_red(self) -> None:
        self.program.fails = ModelProgramFailed("status -11")
        self.assert_status(1, failures.keep(KEPT), "does not run\nstatus -11")


if __name__ == "__main__":
    unittest.main()
