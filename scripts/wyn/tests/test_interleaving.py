"""A trace becomes rows that say which store each load saw, and text that fits the terminal."""

from __future__ import annotations

import io
import unittest

from rich.console import Console

from wyn.interleaving import Interleaving, Row, lay_out, print_interleaving, render
from wyn.tests import samples

WEAKEN = ["deque.take.fence=relaxed"]


def row_of(shown: Interleaving, site: str) -> Row:
    return next(row for row in shown.rows if row.site == site)


class Rows(unittest.TestCase):
    def setUp(self) -> None:
        self.shown = lay_out(samples.trace(), WEAKEN)

    def test_a_column_per_thread_with_its_operations(self) -> None:
        self.assertEqual(self.shown.threads, ["T0 pt", "T1 s"])
        self.assertEqual([row.thread for row in self.shown.rows][:6], [1, 1, 1, 1, 0, 0])

    def test_a_load_names_the_store_it_saw(self) -> None:
        load = row_of(self.shown, "deque.steal.bottom")
        self.assertEqual(load.action, "load bottom = 1")
        self.assertEqual(load.source, "from #4 T1 push.publish")
        self.assertEqual(load.saw, row_of(self.shown, "deque.push.publish").makes)

    def test_only_a_stale_load_is_marked(self) -> None:
        stale = [row for row in self.shown.rows if row.stale]
        self.assertEqual([row.site for row in stale], ["deque.steal.bottom"])
        self.assertEqual(stale[0].stale, "stale: newest is #5 T0 take.reserve")

    def test_an_initial_value_is_called_so(self) -> None:
        self.assertEqual(row_of(self.shown, "deque.push.array").source, "from #3 initial value")

    def test_an_update_saw_the_store_it_replaced(self) -> None:
        claims = [row for row in self.shown.rows if row.kind == "cas_won"]
        self.assertEqual([row.source for row in claims], ["from the initial value", "from #6 T1 steal.claim"])
        self.assertEqual([row.makes for row in claims], [6, 7])
        self.assertEqual(row_of(self.shown, "deque.steal.claim_lost").source, "from #7 T0 steal.claim")

    def test_the_mutated_site_and_no_other_is_marked(self) -> None:
        marked = [row.site for row in self.shown.rows if row.mutation]
        self.assertEqual(marked, ["deque.take.fence"])
        self.assertEqual(self.shown.mutations, ["take.fence runs as relaxed"])

    def test_what_is_left_out_is_marked_though_a_cas_reports_its_failing_site(self) -> None:
        trace = samples.trace()
        trace["events"][11]["kind"] = "left_out"
        shown = lay_out(trace, omit=["deque.steal.claim"])
        self.assertEqual(row_of(shown, "deque.steal.claim_lost").mutation, "steal.claim is left out")
        self.assertEqual(sum(bool(row.mutation) for row in shown.rows), 3)
        self.assertEqual(shown.mutations, ["steal.claim is left out"])

    def test_variables_name_the_objects(self) -> None:
        shown = lay_out(samples.trace(), WEAKEN, variables={"deque.steal.bottom": "bottom_"})
        self.assertEqual(row_of(shown, "deque.push.publish").action, "store bottom_ = 1 as #4")

    def test_objects_of_one_name_are_told_apart(self) -> None:
        shown = lay_out(samples.race())
        self.assertEqual([row.action for row in shown.rows],
                         ["write plain(1) = 7", "write plain(2) = 1", "write plain(1) = 2", "read plain(2) = 1",
                          "read plain(2) = 1"])

    def test_a_race_names_its_other_side(self) -> None:
        shown = lay_out(samples.race())
        self.assertEqual({row.number: row.race for row in shown.rows if row.blamed},
                         {2: "races with step 5", 5: "races with step 2"})

    def test_the_other_side_is_another_thread(self) -> None:
        trace = samples.race()
        trace["events"] += [samples.event("plain_write", 1, on=5, value=9)]
        self.assertEqual([row.number for row in lay_out(trace).rows if row.blamed], [4, 6])

    def test_what_is_no_race_blames_nobody(self) -> None:
        trace = samples.race() | {"failure": "an element was lost"}
        self.assertFalse(any(row.blamed for row in lay_out(trace).rows))


class Values(unittest.TestCase):
    def action_for(self, value: int) -> str:
        trace = samples.trace()
        trace["events"] = [samples.event("store", 0, "deque.grow.publish", "release", 3, value, stamp=8, latest=8),
                           samples.event("load", 1, "deque.steal.array", "acquire", 3, samples.OTHER_ARRAY, stamp=8,
                                         latest=8)]
        return lay_out(trace).rows[0].action

    def test_small_numbers_are_signed(self) -> None:
        self.assertEqual(self.action_for(2**64 - 1), "store array = -1 as #8")
        self.assertEqual(self.action_for(3), "store array = 3 as #8")

    def test_indices_near_the_wrap_are_readable(self) -> None:
        self.assertEqual(self.action_for(2**63 - 2), "store array = 2^63-2 as #8")
        self.assertEqual(self.action_for(2**63), "store array = -2^63 as #8")
        self.assertEqual(self.action_for(2**63 + 1), "store array = -2^63+1 as #8")

    def test_pointers_are_numbered_by_first_appearance(self) -> None:
        self.assertEqual(self.action_for(samples.ARRAY), "store array = array#1 as #8")
        self.assertEqual(self.action_for(samples.OTHER_ARRAY), "store array = array#1 as #8")


class Setup(unittest.TestCase):
    def test_the_marker_ends_it(self) -> None:
        shown = lay_out(samples.trace())
        self.assertEqual(shown.setup, 3)
        self.assertEqual(shown.setup_text, "3 steps of T1 alone: push 1")
        self.assertTrue(shown.rows[3].divides)

    def test_without_a_marker_whole_operations_before_a_second_thread(self) -> None:
        trace = samples.trace()
        del trace["events"][3]
        trace["events"].insert(3, samples.event("load", 1, "deque.steal.top", "acquire", 0, 0, stamp=2, latest=2))
        self.assertEqual(lay_out(trace).setup, 3)

    def test_a_thread_that_is_alone_to_the_end_is_the_execution(self) -> None:
        trace = samples.trace()
        trace["events"] = [e for e in trace["events"][:3]]
        self.assertEqual(lay_out(trace).setup, 0)

    def test_an_empty_trace(self) -> None:
        shown = lay_out(samples.trace() | {"events": []})
        self.assertEqual((shown.rows, shown.setup, shown.setup_text), ([], 0, ""))


class Terminal(unittest.TestCase):
    def setUp(self) -> None:
        self.shown = lay_out(samples.trace(), WEAKEN)

    def test_no_line_is_wider_than_the_terminal(self) -> None:
        for width in (60, 80, 120, 200):
            lines = render(self.shown, width, colour=False).splitlines()
            self.assertLessEqual(max(map(len, lines)), width)

    def test_nothing_is_cut_off(self) -> None:
        for width in (80, 200):
            words = " ".join(render(self.shown, width, colour=False).split())
            for expected in ("steal.bottom acquire", "from #4 T1", "STALE: newest is #5", "MUTATED: take.fence",
                             "=> steal 1"):
                self.assertIn(expected, words)

    def test_a_part_that_does_not_fit_goes_on_indented(self) -> None:
        trace = samples.trace()
        trace["events"][7]["site"] = "deque.steal.a_bottom_with_a_name_that_is_long"
        lines = render(lay_out(trace), 60, colour=False).splitlines()
        at = next(i for i, line in enumerate(lines) if "STALE: newest is #5 T0" in line)
        self.assertEqual(lines[at].index("STALE"), lines[at + 1].index("take.reserve"))

    def test_each_thread_keeps_to_its_column(self) -> None:
        lines = render(self.shown, 80, colour=False).splitlines()
        start_of_second = next(line for line in lines if "T1 s" in line).index("T1 s")
        self.assertLess(next(line for line in lines if "take.reserve release" in line).index("take"), start_of_second)
        self.assertEqual(next(line for line in lines if "=> steal 1" in line).index("=>"), start_of_second)

    def test_the_failure_is_the_last_line(self) -> None:
        self.assertEqual(render(self.shown, 80, colour=False).splitlines()[-1], "FAILED: an element came out twice")
        self.assertEqual(render(lay_out(samples.trace() | {"failure": ""}), 80, colour=False).splitlines()[-1], "held")

    def test_the_setup_is_one_row_and_uninvolved_plain_accesses_are_counted(self) -> None:
        text = render(self.shown, 80, colour=False)
        self.assertIn("3 steps of T1 alone: push 1", text)
        self.assertNotIn("=> push 1", text)
        self.assertNotIn("read plain", text)
        self.assertIn("plain accesses that play no part, not shown: 1", text)
        self.assertIn("read plain", render(self.shown, 80, colour=False, plain=True))

    def test_where_the_threads_start_and_end_is_said_in_every_column(self) -> None:
        lines = render(self.shown, 80, colour=False).splitlines()
        self.assertEqual([line.split() for line in lines if line.split()[:1] == ["--"]],
                         [["--", "--", "threads", word, "--", "threads", word] for word in ("start", "ended")])

    def test_the_racing_accesses_are_always_shown(self) -> None:
        text = render(lay_out(samples.race()), 100, colour=False)
        self.assertIn("races with step 2", text)
        self.assertIn("races with step 5", text)

    def test_colour_only_where_wanted(self) -> None:
        self.assertIn("\x1b[", render(self.shown, 80, colour=True))
        self.assertNotIn("\x1b", render(self.shown, 80, colour=False))
        piped = Console(file=io.StringIO(), width=80)
        print_interleaving(self.shown, piped)
        self.assertNotIn("\x1b", piped.file.getvalue())

    def test_a_console_that_leaves_long_lines_alone_still_gets_columns(self) -> None:
        piped = Console(file=io.StringIO(), width=80, soft_wrap=True)
        print_interleaving(self.shown, piped)
        self.assertEqual(piped.file.getvalue(), render(self.shown, 80, colour=False))


if __name__ == "__main__":
    unittest.main()
