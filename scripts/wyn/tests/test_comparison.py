"""Comparing peers: programs that answer, that do not, and that are wrong."""

from __future__ import annotations

import stat
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from wyn import bounds, comparison, peers
from wyn.comparison import Row, Work
from wyn.shell import Output

PROGRAM = """#!{python}
import sys, time
if len(sys.argv) == 1:
    print("spin")
    sys.exit()
print("ready", flush=True)
for line in sys.stdin:
    {body}
"""


class Comparison(unittest.TestCase):
    def setUp(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.log = Path(self.place.name) / "log"

    def peer(self, name: str, body: str) -> peers.Peer:
        program = Path(self.place.name) / name
        program.write_text(PROGRAM.format(python=sys.executable, body=body.replace("LOG", f"open({str(self.log)!r}, 'a')")))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return peers.Peer(name, program, ())

    def answering(self, name: str, figure: float) -> peers.Peer:
        return self.peer(name, f"LOG.write('{name} '); print({figure}, flush=True)")

    def compare(self, *others: peers.Peer, patience: float = 20) -> list[Row]:
        work = Work("spin", 3, "ns", "a test", rounds=3, patience=patience)
        return comparison.compare(work, [self.answering("wyn", 2.0), *others], lambda _: None)

    def test_medians_and_ratios(self) -> None:
        [row] = self.compare(self.answering("other", 5.0))
        self.assertEqual((row.median("wyn"), row.median("other"), row.ratio("other"), row.ratio("wyn")), (2, 5, 2.5, 1))
        self.assertEqual(len(row.taken["other"]), 3)

    def test_rounds_go_to_and_fro_after_one_that_is_not_counted(self) -> None:
        self.compare(self.answering("other", 5.0))
        self.assertEqual(self.log.read_text().split(), ["wyn", "other", "other", "wyn", "wyn", "other", "other", "wyn"])

    def test_who_has_taken_enough_is_asked_no_more(self) -> None:
        with mock.patch.object(comparison, "ENOUGH", 0.0):
            [row] = self.compare(self.answering("other", 5.0))
        self.assertEqual(self.log.read_text().split(), ["wyn", "other"])
        self.assertEqual((row.taken["wyn"], row.taken["other"]), ([2.0], [5.0]))

    def test_who_cannot_do_the_work_is_not_asked(self) -> None:
        [row] = comparison.compare(Work("else", 1, "ns", "a test"), [self.answering("wyn", 1.0)], lambda _: None)
        self.assertEqual(row.taken, {})

    def test_a_wrong_result_is_no_figure(self) -> None:
        with self.assertRaisesRegex(peers.PeerFailed, "wrong result: lost"):
            self.compare(self.peer("other", "sys.exit(print('wrong result: lost', file=sys.stderr) or 1)"))

    def test_who_does_not_answer_is_left_out(self) -> None:
        [row] = self.compare(self.peer("other", "time.sleep(60)"), patience=0.5)
        self.assertEqual((list(row.taken), list(row.left_out)), (["wyn"], ["other"]))
        self.assertIn("did not answer", row.left_out["other"])

    def test_who_crashes_is_left_out(self) -> None:
        [row] = self.compare(self.peer("other", "import os; os.abort()"))
        self.assertIn("ended with status -6", row.left_out["other"])

    def test_who_ends_while_it_prepares_is_left_out(self) -> None:
        early = self.answering("other", 5.0)
        early.program.write_text(early.program.read_text().replace('print("ready", flush=True)', "sys.exit(9)"))
        [row] = self.compare(early, self.answering("third", 4.0))
        self.assertEqual((list(row.taken), list(row.left_out)), (["wyn", "third"], ["other"]))

    def test_what_does_not_warm_up_counts_from_the_first_round_on(self) -> None:
        once = Work("spin", 3, "ns", "a test", rounds=1, warms_up=False)
        [row] = comparison.compare(once, [self.answering("wyn", 2.0)], lambda _: None)
        self.assertEqual((self.log.read_text().split(), row.taken["wyn"]), (["wyn"], [2.0]))
        self.assertEqual(Work("spin", 3, "ns", "a test", rounds=1).turns, 2)

    def test_a_program_of_an_earlier_build_is_not_measured(self) -> None:
        wyn, stale = self.answering("wyn", 1.0), self.answering("stale", 1.0)
        stale = peers.Peer("stale", stale.program, ("false",))
        said: list[str] = []
        with mock.patch.object(peers, "peers", lambda: [wyn, stale]), mock.patch.object(peers, "PROGRAMS", Path(self.place.name)):
            for cmake, left in ((Output(0, "", ""), ["wyn"]), (Output(1, "", "no such header"), [])):
                with mock.patch.object(peers, "_cmake", lambda output=cmake: output):
                    self.assertEqual([peer.name for peer in peers.built([], said.append)], left)
        self.assertIn("no such header", said[1])

    def test_without_wyn_there_is_no_comparison(self) -> None:
        with self.assertRaises(peers.PeerFailed):
            comparison.compare(Work("spin", 1, "ns", "a test"), [self.peer("wyn", "sys.exit(3)")], lambda _: None)

    def test_who_is_not_asked_is_stopped(self) -> None:
        running = peers.Running(self.answering("wyn", 1.0), "spin", 1, 1)
        self.addCleanup(running.close)
        running.once(20)
        status = Path(f"/proc/{running._programs[0].pid}/stat")
        for _ in range(1000):  # a signal takes its time
            if (state := status.read_text().rsplit(")", 1)[1].split()[0]) == "T":
                break
            time.sleep(0.01)
        self.assertEqual(state, "T")

    def test_all_figures_are_written(self) -> None:
        file = Path(self.place.name) / "all.tsv"
        comparison.write_tsv(self.compare(self.answering("other", 5.0)), file)
        lines = [line.split("\t") for line in file.read_text().splitlines()]
        self.assertEqual([line[5:9] for line in lines[1:]], [["wyn", "2", "2", "2"], ["other", "5", "5", "5"]])
        self.assertEqual({len(line) for line in lines}, {10})

    def test_the_table_as_a_document(self) -> None:
        file = Path(self.place.name) / "all.md"
        other = self.answering("other", 5.0)
        comparison.write_markdown(self.compare(other), [self.answering("wyn", 2.0), other], file)
        self.assertEqual(file.read_text().splitlines(), ["| work | wyn | min | max |  | other |", "| --- | --: | --: | --: | --- | --: |",
                                                         "| spin 3 | 2 | 2 | 2 | ns | 2.50 |"])

    def test_copies_work_at_the_same_time_and_share_the_longest(self) -> None:
        # Each answers when both have been asked.
        both = f"LOG.write('x'); [time.sleep(0.01) for _ in range(1000) if len(open({str(self.log)!r}).read()) < 2]"
        one = self.peer("copies", f"{both}; print(3.0 if len(open({str(self.log)!r}).read()) == 2 else 'alone', flush=True)")
        running = peers.Running(peers.Peer("copies", one.program, copies=2), "spin", 1, 2)
        self.addCleanup(running.close)
        self.assertEqual(running.once(60), [1.5])

    def test_a_peer_is_asked_for_its_works_only(self) -> None:
        one = self.answering("other", 5.0)
        self.assertEqual(peers.Peer("other", one.program, only=("else",)).works(), [])


class Bounds(unittest.TestCase):
    ROW = Row(Work("skynet", 9, "ns", "a test"), "", {"wyn": [6.0], "bare": [1.0], "slow": [12.0], "fast": [8.0],
                                                     "lace": [2.0]})

    def test_against_the_best_scheduler(self) -> None:
        self.assertEqual(bounds.Bound("skynet", 1, None).line(self.ROW), "holds      skynet 9 against fast: 0.75, at most 1")
        # One from a checkout counts only where it is named.
        self.assertIn("against lace: 3,", bounds.Bound("skynet", 1, ("lace",)).line(self.ROW))
        self.assertEqual(bounds.Bound("skynet", 0.7, None).line(self.ROW), "OVER       skynet 9 against fast: 0.75, at most 0.7")

    def test_against_some(self) -> None:
        self.assertIn("against slow: 0.5,", bounds.Bound("skynet", 1, ("slow", "absent")).line(self.ROW))
        self.assertIn("against bare: 6,", bounds.Bound("skynet", 1, ("bare",)).line(self.ROW))

    def test_a_number_of_its_own(self) -> None:
        self.assertEqual(bounds.Bound("skynet", 5).line(self.ROW), "OVER       skynet 9: 6, at most 5 ns")

    def test_who_is_not_there_is_said(self) -> None:
        self.assertEqual(bounds.Bound("skynet", 1, ("absent",)).line(self.ROW), "not shown  skynet 9 against absent")

    def test_only_rows_that_it_is_for(self) -> None:
        for other in (bounds.Bound("queens", 1), bounds.Bound("skynet", 1, sizes=(8,)), bounds.Bound("skynet", 1, figure="p99"),
                      bounds.Bound("skynet", 1, threads=(1,))):
            self.assertFalse(other.covers(self.ROW))
        self.assertTrue(bounds.Bound("skynet", 1, sizes=(9,)).covers(self.ROW))

    def test_each_bound_is_for_a_work_that_there_is(self) -> None:
        rows = [Row(work, figure) for work in comparison.WORKS for figure in work.figures]
        self.assertEqual([bound for bound in bounds.BOUNDS if not any(bound.covers(row) for row in rows)], [])


class Checkouts(unittest.TestCase):
    def test_each_mistake_is_said(self) -> None:
        for word, said in (("lobster=/tmp", "'lobster' is no such peer"), ("libfork", "there is no include/libfork.hpp in it")):
            with self.assertRaisesRegex(ValueError, said):
                peers.from_checkouts([word])

    def test_a_checkout_is_known_by_its_header(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "taskflow").mkdir()
            (Path(place) / "taskflow" / "taskflow.hpp").touch()
            [made] = peers.from_checkouts([f"Taskflow={place}"])
        self.assertIn(f"-I{Path(place).resolve()}", made.build)


if __name__ == "__main__":
    unittest.main()
