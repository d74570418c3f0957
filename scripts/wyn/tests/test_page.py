"""The page holds all of the report, loads nothing, and its links arrive."""

from __future__ import annotations

import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

from wyn.page import counts, duration, grouped, kill_matrix, page, write_page
from wyn.tests import samples

VOID = {"meta", "link", "input", "br", "path"}


class Outline(HTMLParser):
    """Ids, links, text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, dict]] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        self.loads += [given[name] for name in ("src", "srcset", "data", "action") if name in given]
        if tag == "link":
            self.loads.append(given["href"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open and self._open[-1] == tag, (tag, self._open, self.getpos())
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class Page(unittest.TestCase):
    def setUp(self) -> None:
        self.red = page(samples.red_report())
        self.outline = Outline(self.red)

    def test_it_loads_nothing(self) -> None:
        self.assertEqual([load for load in self.outline.loads if load != "data:,"], [])
        for word in ("@import", "url(http", "fetch(", "XMLHttpRequest", "import("):
            self.assertNotIn(word, self.red)

    def test_every_link_arrives_and_no_id_is_given_twice(self) -> None:
        self.assertEqual(len(self.outline.ids), len(set(self.outline.ids)))
        self.assertGreater(len(self.outline.links), 5)
        for link in self.outline.links:
            self.assertEqual(link[0], "#")
            self.assertIn(link[1:], self.outline.ids)

    def test_a_replay_without_an_interleaving_is_named_and_not_linked(self) -> None:
        report = samples.red_report()
        report["failures"] = []
        outline = Outline(page(report))
        self.assertIn("./gate replay deque-1", outline.text)
        self.assertNotIn("#failure-deque-1", outline.links)

    def test_words_of_the_report_are_escaped(self) -> None:
        self.assertIn("twice &lt;b&gt;", self.red)
        self.assertNotIn("twice <b>", self.red)

    def test_verdicts(self) -> None:
        self.assertIn('class="verdict red"', self.red)
        green = page(samples.green_report())
        self.assertIn('class="verdict green"', green)
        self.assertNotIn('id="failures"', green)

    def test_every_site_mutant_and_model_is_there(self) -> None:
        for text in ("deque.push.publish", "core/wyn/lockfree/deque.hpp:216", "not shown necessary in 1,000 executions",
                     "the fence orders it already", "deque.exactly_once.pt|s", "100,000", "an element came out twice"):
            self.assertIn(text, self.outline.text)

    def test_the_interleaving_says_who_saw_what(self) -> None:
        steps = [given for tag, given in self.outline.attributes if tag == "div" and "step" in given.get("class", "")]
        stale = [given for given in steps if "stale" in given["class"].split()]
        self.assertEqual([given["data-saw"] for given in stale], ["4"])
        self.assertIn("4", [given.get("data-makes") for given in steps])
        self.assertEqual(sum("mutated" in given["class"].split() for given in steps), 1)
        self.assertIn("stale: newest is #5 T0 take.reserve", self.outline.text)
        self.assertIn("./gate replay deque-1", self.outline.text)

    def test_an_unlisted_survivor_is_told_from_a_listed_one(self) -> None:
        report = samples.green_report()
        report["sites"][1]["reason"] = ""
        self.assertIn("survives, unlisted", Outline(page(report)).text)
        self.assertNotIn("survives, unlisted", self.outline.text)

    def test_a_model_that_is_to_fail_is_green_when_it_does(self) -> None:
        report = samples.green_report()
        report["models"] = [samples.model("deque.a.b", 1, held=False) | {"expected": "fails"}]
        self.assertIn('<span class="tag green">failed</span>', page(report))
        report["models"] = [samples.model("deque.a.b", 1, held=False)]
        self.assertIn('<span class="tag red">failed</span>', page(report))

    def test_it_is_written_as_utf_eight(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.html"
            write_page(samples.green_report() | {"machine": "Lê's machine"}, path)
            self.assertIn("Lê&#39;s machine", path.read_text(encoding="utf-8"))


class Figures(unittest.TestCase):
    def test_counts(self) -> None:
        figures = dict(counts(samples.red_report()))
        self.assertEqual(figures["lenses green"], "2 of 3")
        self.assertEqual(figures["mutants killed"], "2 of 3")
        self.assertEqual(figures["executions of models"], "105,000")

    def test_the_matrix_leaves_out_what_does_not_apply(self) -> None:
        relaxed = samples.site("deque.push.bottom", "relaxed", [])
        matrix = kill_matrix(samples.green_report()["sites"] + [relaxed])
        self.assertEqual(matrix["changes"], ["relaxed", "omitted"])
        self.assertEqual([[cell and cell["execution"] for cell in row["cells"]] for row in matrix["rows"]],
                         [[2, 1], [0, None]])

    def test_numbers(self) -> None:
        self.assertEqual([grouped(1234567), grouped(True), grouped(3.5)], ["1,234,567", "yes", "3.5"])
        self.assertEqual([duration(1.25), duration(125), duration(7260)], ["1.2 s", "2 min 05 s", "2 h 01 min"])


if __name__ == "__main__":
    unittest.main()
