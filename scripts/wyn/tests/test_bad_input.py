"""Wrong words and damaged files: status 2 and a message that says what to do, never a traceback."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from wyn import campaign, failures, formats, gate, gate_command, report, screen, survivors
from wyn.budgets import QUICK
from wyn.result import Finding, LensResult
from wyn.tests import samples


class Words(unittest.TestCase):
    def refused(self, *words: str) -> str:
        """What it says."""
        said: list[str] = []
        out = io.StringIO()
        judged = mock.patch.object(gate_command, "judge", return_value=0)  # what is not refused
        with mock.patch.object(screen, "complain", said.append), contextlib.redirect_stderr(out), judged:
            try:
                status = gate_command.main(list(words))
            except SystemExit as left:  # argparse
                status = left.code
        self.assertEqual(status, 2, words)
        return "".join(said) + out.getvalue()

    def test_unknown_words(self) -> None:
        self.assertIn("deque", self.refused("deck"))
        self.assertIn("unrecognized arguments", self.refused("--depp"))
        self.assertIn("takes no arguments", self.refused("deque", "deque"))

    def test_options_in_the_wrong_place(self) -> None:
        self.assertIn("--write goes with orders", self.refused("deque", "--write"))
        self.assertIn("--deep", self.refused("orders", "--deep"))
        self.assertIn("not a file that can be written", self.refused("deque", "--json", "/"))
        self.assertIn("not a file that can be written", self.refused("deque", "--junit", "/no/such/folder/x.xml"))

    def test_options_that_would_do_nothing(self) -> None:
        for option in ("--minutes=10", "--start=10000001", "--shard=1/1"):
            self.assertIn("goes with --deep", self.refused("deque", option))
            self.assertIn("goes with --deep", self.refused("merge", "one.json", option))
        self.assertIn("no report is made by orders without --write", self.refused("orders", "--json", "x.json"))
        self.assertIn("no report is made by replay", self.refused("replay", "deque-1", "--junit", "x.xml"))
        self.assertIn("--write goes with orders", self.refused("replay", "deque-1", "--write"))
        self.assertIn("--deep goes with", self.refused("merge", "one.json", "--deep"))

    def test_numbers(self) -> None:
        for shard in ("5/4", "0/3", "1", "a/b", "1/0", "-1/2"):
            self.assertIn("i/n", self.refused("deque", "--deep", f"--shard={shard}"))
        for words in ("--minutes=nan", "--minutes=inf", "--minutes=-1", "--minutes=0", "--start=0"):
            self.assertIn("positive", self.refused("deque", "--deep", words))
        self.assertIn("invalid", self.refused("deque", "--deep", "--minutes", "soon"))

    def test_replay(self) -> None:
        self.assertIn("takes one id", self.refused("replay"))
        self.assertIn("takes one id", self.refused("replay", "a", "b"))
        self.assertIn("no failure is named", self.refused("replay", "nonsense"))

    def test_merge(self) -> None:
        self.assertIn("takes the JSON reports", self.refused("merge"))
        self.assertIn("No such file", self.refused("merge", "/no/such/file"))
        self.assertIn("not a file that can be written", self.refused("merge", "/no/such/file", "--json", "/"))

    def test_what_the_user_may_not_write(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "old.json").touch()
        with mock.patch("os.access", return_value=False):
            for name in ("old.json", "new.json"):
                self.assertIn("not a file that can be written", self.refused("deque", "--json", str(folder / name)))


class Reports(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, name: str, content: object) -> str:
        path = self.root / name
        path.write_text(content if isinstance(content, str) else json.dumps({"schema": formats.SCHEMA, **content}
                                                                             if isinstance(content, dict) else content))
        return str(path)

    def assert_refused(self, words: str, *contents: object) -> None:
        names = [self.write(f"{i}.json", content) for i, content in enumerate(contents)]
        said: list[str] = []
        with mock.patch.object(screen, "complain", said.append):
            self.assertEqual(gate_command.main(["merge", *names]), 2, contents)
        self.assertIn(words, said[0])

    def test_no_reports(self) -> None:
        self.assert_refused("is not JSON", "{")
        for content in ([1], "3", '{"shard": 3}'):
            self.assert_refused("no report of the gate", content)

    def test_damaged(self) -> None:
        self.assert_refused("no shard of a campaign", samples.shard(1) | {"shard": 3})
        self.assert_refused("count missing", samples.shard(1) | {"shard": {"index": 1, "first": 1}})
        self.assert_refused("models missing", {k: v for k, v in samples.shard(1).items() if k != "models"})
        self.assert_refused("is damaged", *(samples.shard(i) | {"models": [{"model": "x"}]} for i in (1, 2)))
        self.assert_refused("is damaged", *(samples.shard(i) | {"sites": [1]} for i in (1, 2)))

    def test_other_shards(self) -> None:
        self.assert_refused("missing: shard 2/2", samples.shard(1))
        self.assert_refused("overlapping: shard 1/2", samples.shard(1), samples.shard(1))

    def test_shards_that_fit(self) -> None:
        names = [self.write(f"{i}.json", samples.shard(i)) for i in (1, 2)]
        with mock.patch.object(campaign.report, "write"):
            self.assertEqual(gate_command.main(["merge", *names]), 0)


class FullDisks(unittest.TestCase):
    """A file that cannot be written though it looked as if it could."""

    def finished(self, *results: LensResult) -> tuple[int, list[str]]:
        judgement = gate.Judgement(QUICK, list(results))
        told: list[str] = []
        with mock.patch.object(report.page, "write_page", side_effect=OSError(28, "No space left on device")), \
                mock.patch.object(screen, "show_table", lambda _: told.append("the table")), \
                mock.patch.object(screen, "complain", told.append):
            return report.finish(judgement, argparse.Namespace(json=None, junit=None), "./gate"), told

    def test_what_was_found_is_shown_first(self) -> None:
        status, told = self.finished(LensResult("models", "ring", "held"))
        self.assertEqual((status, told[0], len(told)), (2, "the table", 2))
        self.assertIn("the report is not written: [Errno 28] No space left", told[1])

    def test_red_stays_red(self) -> None:
        self.assertEqual(self.finished(LensResult("models", "ring", "failed", [Finding("fails")]))[0], 1)


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def test_a_damaged_failure(self) -> None:
        with mock.patch.object(failures, "FOLDER", self.root):
            for text in ("{", "[]", '{"component": "deque"}', '{"colour": 1}'):
                (self.root / "deque-1.json").write_text(text)
                with self.assertRaisesRegex(ValueError, "is damaged"):
                    failures.find("deque-1")

    def test_a_damaged_list(self) -> None:
        path = self.root / survivors.LIST
        path.parent.mkdir()
        for text in ("[[survivor]", "", '[[survivor]]\nsite = "a.b.c"', "survivor = [1]", "survivor = 3"):
            path.write_text(text)
            with self.assertRaisesRegex(survivors.ListError, "not_shown_necessary"):
                survivors.read(self.root)


if __name__ == "__main__":
    unittest.main()
