from __future__ import annotations

import unittest
from pathlib import Path

from wyn import cpp, ledger, project
from wyn.tests.small_tree import RING, SmallTree


def sites_in(text: str) -> dict[str, ledger.Site]:
    path = Path("core/wyn/lockfree/ring.hpp")
    return {site.name: site for site in ledger.sites_of(cpp.parse(path, text), path)}


class Ledger(SmallTree):
    def test_operation_order_variable_and_place(self) -> None:
        sites = {site.name: site for site in ledger.sites(self.root)}
        seen = {name: (site.operation, site.order, site.variable) for name, site in sites.items()}
        self.assertEqual(seen["ring.put.slot"], ("store", "relaxed", "slot_"))
        self.assertEqual(seen["ring.get.full"], ("load", "acquire", "full_"))
        self.assertEqual(seen["ring.put.fence"], ("fence", "seq_cst", ""))
        self.assertEqual(seen["ring.get.claim"], ("cas", "acq_rel", "claims_"))
        self.assertEqual(seen["ring.get.claim_lost"], ("cas_failure", "acquire", "claims_"))
        self.assertEqual(len(sites), 9)
        line = 1 + RING[: RING.index('"ring.get.full"')].count("\n")
        self.assertEqual(sites["ring.get.full"].location, f"core/wyn/lockfree/ring.hpp:{line}")

    def test_comments_belong_to_their_argument_or_statement(self) -> None:
        sites = sites_in(RING)
        self.assertEqual(sites["ring.get.full"].pairs, ["ring.put.publish", "ring.reset.publish"])
        self.assertEqual(sites["ring.get.claim"].pairs, ["ring.get.claim_lost"])
        self.assertEqual(sites["ring.get.claim_lost"].pairs, ["ring.get.claim"])
        self.assertEqual(sites["ring.get.claim_lost"].without, "the loser reads what the winner is writing")

    def test_sites_in_comments_and_strings_are_none(self) -> None:
        self.assertEqual(sites_in('/* x_.load(relaxed<"ring.a.b">) */ // y_.load(relaxed<"ring.c.d">)\n'
                                  'auto t = R"(z_.load(relaxed<"ring.e.f">))";'), {})

    def test_a_site_over_several_lines(self) -> None:
        site = sites_in('void f() {\n  // Relaxed: it is alone here.\n  a_.b->word_\n    .exchange(g(1, 2),\n'
                        '    wyn::sync::relaxed<\n  "ring.f.swap">);\n}')["ring.f.swap"]
        self.assertEqual((site.operation, site.variable, site.comment), ("rmw", "word_", "Relaxed: it is alone here."))

    def test_an_order_that_is_no_argument_has_no_operation(self) -> None:
        for text in ('auto o = sync::relaxed<"ring.a.b">;', 'put(word_, sync::relaxed<"ring.a.b">);',
                     'word_.load(choose(sync::relaxed<"ring.a.b">));',
                     'word_.load(fast ? sync::relaxed<"ring.a.b"> : other);',
                     'word_.load(decltype(sync::relaxed<"ring.a.b">){});'):
            self.assertEqual(sites_in(text)["ring.a.b"].operation, "", text)

    def test_spliced_lines_are_joined(self) -> None:
        tokens = cpp.parse(Path("x"), "vola\\\ntile int a;\n#define b \\\n  c\nd").tokens
        self.assertEqual([(token.text, token.line) for token in tokens[:2]], [("volatile", 1), ("int", 2)])
        self.assertEqual([token.directive for token in tokens if token.text in "cd"], ["define", ""])

    def test_the_deque_of_this_project(self) -> None:
        sites = {site.name: site for site in ledger.sites(project.ROOT)}
        self.assertEqual(sites["deque.steal.claim"].operation, "cas")
        self.assertEqual(sites["deque.take.restore_last"].variable, "bottom_")
        self.assertTrue(all(site.operation for site in sites.values()))


if __name__ == "__main__":
    unittest.main()
