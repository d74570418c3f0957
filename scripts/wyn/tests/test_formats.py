"""JSON and JUnit say what the report says; shards merge only if they are the shards of one campaign."""

from __future__ import annotations

import json
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

from wyn.formats import SCHEMA, MergeError, merge, to_json, to_junit
from wyn.page import page
from wyn.tests import samples


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "report"

    def junit(self, report: dict) -> ET.Element:
        to_junit(report, self.path)
        return ET.parse(self.path).getroot()

    def test_json_holds_the_report_and_its_schema(self) -> None:
        to_json(samples.red_report(), self.path)
        self.assertEqual(json.loads(self.path.read_text()), samples.red_report() | {"schema": SCHEMA})

    def test_a_suite_per_lens_and_a_case_per_model_and_mutant(self) -> None:
        root = self.junit(samples.green_report())
        suites = {suite.get("name"): [case.get("name") for case in suite.iter("testcase")] for suite in root}
        self.assertEqual(suites, {
            "lint.deque": ["lint"],
            "models.deque": ["deque.exactly_once.pptt|ss random", "deque.exactly_once.pt|s bound"],
            "mutants.deque": ["deque.push.publish=relaxed", "deque.push.publish=omitted", "deque.steal.top=relaxed"],
        })
        self.assertEqual((root.get("tests"), root.get("failures")), ("6", "0"))

    def test_findings_fail_with_their_text(self) -> None:
        root = self.junit(samples.red_report())
        self.assertEqual(root.get("failures"), "1")
        failure = root.find(".//testcase[@name='finding 1 deque.push.publish']/failure")
        self.assertEqual(failure.get("message"), "twice <b>")
        self.assertIn("replay: ./gate replay deque-1", failure.text)
        self.assertIn("location: core/wyn/lockfree/deque.hpp:216", failure.text)

    def test_models_and_unlisted_survivors_fail(self) -> None:
        report = samples.green_report()
        report["models"][0] = samples.model("deque.exactly_once.pptt|ss", 7, held=False)
        report["models"][1]["expected"] = "fails"
        report["sites"][1]["reason"] = ""
        failures = [f.get("message") for f in self.junit(report).iter("failure")]
        self.assertEqual(failures, ["an element was lost", "held, expected to fail",
                                    "survives 1000 executions, unlisted"])

    def test_cases_belong_to_their_component(self) -> None:
        report = samples.green_report()
        report["models"].append(samples.model("injector.fifo.a", 5))
        names = [case.get("name") for case in self.junit(report).iter("testcase")]
        self.assertNotIn("injector.fifo.a random", names)

    def test_a_red_lens_that_gives_no_finding_still_fails(self) -> None:
        report = samples.green_report()
        report["lenses"][1]["green"] = False
        self.assertEqual([f.get("message") for f in self.junit(report).iter("failure")], ["red: models looked"])

    def test_what_xml_forbids_is_left_out(self) -> None:
        report = samples.red_report()
        report["lenses"][1]["findings"][0]["message"] = "\x1b[31mbad\x00\ud800 & <ok> \u00e9\uffff"
        failure = self.junit(report).find(".//failure")
        self.assertEqual(failure.get("message"), "[31mbad & <ok> \u00e9")


class Merge(unittest.TestCase):
    def refused(self, reports: list[dict], *words: str) -> None:
        with self.assertRaises(MergeError) as raised:
            merge(reports)
        for word in words:
            self.assertIn(word, str(raised.exception))

    def test_executions_add_up_but_a_tree_search_counts_once(self) -> None:
        merged = merge([samples.shard(2), samples.shard(1)])
        self.assertEqual([model["executions"] for model in merged["models"]], [200000, 5000])
        self.assertEqual([one["index"] for one in merged["shards"]], [1, 2])
        self.assertEqual((merged["verdict"], merged["seconds"]), ("green", 122.0))

    def test_a_merged_report_is_written_like_any_other(self) -> None:
        merged = merge([samples.shard(1), samples.shard(2)])
        self.assertIn("400,000", page(merge([samples.shard(i, 4) for i in (1, 2, 3, 4)])))
        with tempfile.TemporaryDirectory() as folder:
            to_json(merged, Path(folder) / "merged")
            to_junit(merged, Path(folder) / "merged")

    def test_the_earliest_kill_counts_by_its_number_in_the_campaign(self) -> None:
        early, late = samples.shard(1), samples.shard(2)
        early["sites"][0]["mutants"][0] |= {"execution": 70, "state": "70 "}
        late["sites"][0]["mutants"][0] |= {"execution": 3, "state": "100003 ", "model": "deque.other.p|s"}
        for order in ([early, late], [late, early]):
            kill = merge(order)["sites"][0]["mutants"][0]
            self.assertEqual((kill["execution"], kill["state"], kill["searched"]), (70, "70 ", 2000))

    def test_a_kill_in_any_shard_counts(self) -> None:
        killed = samples.shard(2)
        killed["sites"][1]["mutants"][0] = samples.mutant("relaxed", 9)
        site = merge([samples.shard(1), killed])["sites"][1]
        self.assertTrue(site["mutants"][0]["killed"])
        self.assertEqual(site["reason"], "")

    def test_a_survivor_survived_everywhere(self) -> None:
        site = merge([samples.shard(1), samples.shard(2)])["sites"][1]
        self.assertFalse(site["mutants"][0]["killed"])
        self.assertEqual((site["mutants"][0]["searched"], site["reason"]), (2000, "the fence orders it already"))

    def test_one_red_shard_is_red_and_findings_are_kept_once(self) -> None:
        red = samples.red_report()
        reports = [samples.shard(1, 3, **red), samples.shard(2, 3, **red), samples.shard(3, 3)]
        merged = merge(reports)
        self.assertEqual(merged["verdict"], "red")
        self.assertEqual([len(lens["findings"]) for lens in merged["lenses"]], [0, 1, 0])
        self.assertEqual(len(merged["failures"]), 1)

    def test_a_model_that_fails_in_one_shard_has_failed(self) -> None:
        failed = samples.shard(2)
        failed["models"][0] |= {"held": False, "failure": "an element was lost"}
        model = merge([samples.shard(1), failed])["models"][0]
        self.assertEqual((model["held"], model["failure"]), (False, "an element was lost"))

    def test_a_shard_that_is_red_for_no_stated_reason_stays_red(self) -> None:
        self.assertEqual(merge([samples.shard(1), samples.shard(2, verdict="red")])["verdict"], "red")

    def test_missing_and_overlapping_shards_are_named(self) -> None:
        self.refused([samples.shard(1, 4), samples.shard(3, 4), samples.shard(3, 4)],
                     "missing: shard 2/4, 4/4", "overlapping: shard 3/4")
        self.refused([samples.shard(0, 1)], "missing: shard 1/1", "unknown: shard 0/1")
        self.refused([samples.shard(1), samples.shard(2, 3)], "count", "shard 2/3")
        self.refused([])

    def test_shards_of_other_campaigns_are_refused(self) -> None:
        self.refused([samples.shard(1), samples.shard(2, revision="def456")], "revision", "def456", "shard 2/2")
        self.refused([samples.shard(1), samples.shard(2, budgets={"executions": 5})], "budgets", "shard 2/2")
        self.refused([samples.shard(1), samples.shard(2, shard={"index": 2, "count": 2, "first": 9})], "first", "9")
        self.refused([samples.green_report()], "report 1 is no shard")
        self.refused([samples.shard(1, 1, schema="wyn-gate-report/0")], "wyn-gate-report/0")

    def test_what_a_shard_did_not_search_is_named(self) -> None:
        shorter = samples.shard(2)
        del shorter["models"][1]
        self.refused([samples.shard(1), shorter], "shard 2/2 lacks deque.exactly_once.pt|s bound")
        fewer = samples.shard(2)
        del fewer["sites"][0]["mutants"][1]
        self.refused([samples.shard(1), fewer], "different mutants of deque.push.publish")


if __name__ == "__main__":
    unittest.main()
