"""ORDERINGS.md, specimens, self-test and CTest's report: each must be able to be red."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from wyn import copies, orderings, self_test, specimens, test_programs
from wyn.ledger import Site
from wyn.result import Finding
from wyn.tests.fake_program import kill, verdict

PUBLISH = Site("ring.put.publish", "core/wyn/lockfree/ring.hpp", 1, "store", "release", "tail_", ["ring.get.tail"])


class WithRoot(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target


class Orderings(WithRoot):
    MODELS = [{"name": "ring.exactly_once.pt", "statement": "each element leaves once"}]

    def chapter(self, change: str = "relaxed", models: list[dict] | None = None) -> str:
        return orderings.render("ring", [PUBLISH], [kill("ring.put.publish", change)], [], models or self.MODELS)

    def test_fresh(self) -> None:
        orderings.write(self.root, {"ring": self.chapter(), "other": "## other\n\ntext\n"})
        self.assertTrue(orderings.check(self.root, "ring", self.chapter()).green)

    def test_stale(self) -> None:
        orderings.write(self.root, {"ring": self.chapter("acquire")})
        self.assertIn("orders --write", orderings.check(self.root, "ring", self.chapter()).findings[0].message)

    def test_no_chapter_and_no_file(self) -> None:
        self.assertFalse(orderings.check(self.root, "ring", self.chapter()).green)
        orderings.write(self.root, {"other": "## other\n\ntext\n"})
        self.assertFalse(orderings.check(self.root, "ring", self.chapter()).green)

    def test_a_model_that_vanished_is_named(self) -> None:
        more = [*self.MODELS, {"name": "ring.wrap.pt", "statement": "indices wrap"}]
        orderings.write(self.root, {"ring": self.chapter(models=more)})
        result = orderings.check(self.root, "ring", self.chapter())
        self.assertIn("ring.wrap.pt", result.findings[0].message)


class Specimens(WithRoot):
    def judge(self, found: dict, lens: str = "models") -> specimens.LensResult:
        self.write("models/ring/specimens/bad.patch", f"specimen: 1 bad\nsource: a paper\nlens: {lens}\n"
                   "models: ring.exactly_once.pt\nbudget: 100\n\n--- a/x\n+++ b/x\n")
        program = mock.Mock()
        program.run_randomly.return_value = [found]
        with mock.patch.object(copies, "patched_copy"), mock.patch.object(copies, "build_models", return_value=program):
            return specimens.specimens(self.root, "ring")

    def test_caught(self) -> None:
        result = self.judge(verdict("ring.exactly_once.pt", held=False))
        self.assertTrue(result.green)
        self.assertEqual([caught["patch"] for caught in result.data["caught"]], ["bad"])

    def test_not_caught(self) -> None:
        self.assertIn("is not caught", self.judge(verdict("ring.exactly_once.pt")).findings[0].message)

    def test_caught_by_another_lens_than_the_named(self) -> None:
        self.assertFalse(self.judge(verdict("ring.exactly_once.pt", held=False), "contract").green)
        broken = verdict("ring.exactly_once.pt", held=False, failure="contract violated: ring.put")
        self.assertTrue(self.judge(broken, "contract").green)
        self.assertFalse(self.judge(broken).green)

    def test_an_unknown_lens(self) -> None:
        self.assertIn("lens is one of", self.judge(verdict("x"), "guess").findings[0].message)

    def test_none_at_all(self) -> None:
        self.assertIn("no specimens", specimens.specimens(self.root, "ring").findings[0].message)


class SelfTest(WithRoot):
    def judge(self, seen: list[Finding], says: str = "") -> list[Finding]:
        extra = f"says: {says}\n" if says else ""
        self.write("scripts/self_test/bad.patch", f"expect: lint\nsite: ring.put.publish\n{extra}\n--- a/x\n+++ b/x\n")
        with mock.patch.object(self_test, "look_at", return_value=seen):
            return self_test.self_test(self.root).findings

    def test_red_with_the_site_named(self) -> None:
        self.assertEqual(self.judge([Finding("wrong", "ring.put.publish")]), [])
        self.assertEqual(self.judge([Finding("see ring.put.publish, please")]), [])

    def test_green(self) -> None:
        self.assertIn("says: green", self.judge([])[0].message)

    def test_red_with_another_site(self) -> None:
        self.assertIn("ring.put.other", self.judge([Finding("ring.put.other is wrong", "ring.put.other")])[0].message)

    def test_red_for_another_reason(self) -> None:
        seen = [Finding("ring.put.publish: does not compile", "ring.put.publish")]
        self.assertEqual(self.judge(seen, "not compile"), [])
        self.assertIn("does not compile", self.judge(seen, "was reviewed for")[0].message)

    def test_an_unknown_patch(self) -> None:
        self.assertIn("no self-test patch", self_test.self_test(self.root, only=["gone"]).findings[0].message)


class Junit(WithRoot):
    def read(self, cases: str) -> tuple[int, list[Finding]]:
        return test_programs.read_junit(self.write("report.xml", f"<testsuite>{cases}</testsuite>"), 7)

    def test_passed(self) -> None:
        self.assertEqual(self.read('<testcase name="a" status="run"/>'), (1, []))

    def test_failed(self) -> None:
        passed, findings = self.read('<testcase name="a" status="fail"><system-out>x.cpp:1: Failure\nlost 7</system-out>'
                                     "</testcase>")
        self.assertEqual(passed, 0)
        self.assertIn("a failed with --seed 7:", findings[0].message)
        self.assertIn("lost 7", findings[0].message)

    def test_not_run(self) -> None:
        for status in ("notrun", "disabled", ""):
            self.assertEqual(len(self.read(f'<testcase name="a" status="{status}"/>')[1]), 1)

    def test_nothing(self) -> None:
        self.assertEqual(len(self.read("")[1]), 1)
        self.assertEqual(len(test_programs.read_junit(self.root / "gone.xml", 7)[1]), 1)


if __name__ == "__main__":
    unittest.main()
