from __future__ import annotations

import unittest

from wyn import rules
from wyn.tests.small_tree import RING, SmallTree


class Rules(SmallTree):
    def red(self, site: str, message: str) -> None:
        self.assert_red(rules.check(self.root), site, message)

    def test_a_correct_tree_is_green(self) -> None:
        self.assert_green(rules.check(self.root))

    def test_name_used_twice(self) -> None:
        self.plant('"ring.get.slot"', '"ring.put.slot"')
        self.red("ring.put.slot", "the name is used at")

    def test_name_of_another_file(self) -> None:
        self.plant('"ring.get.slot"', '"rink.get.slot"')
        self.red("rink.get.slot", "is named ring.<operation>.<purpose>")

    def test_name_of_two_parts(self) -> None:
        self.plant('"ring.get.slot"', '"ring.get"')
        self.red("ring.get", "is named ring.<operation>.<purpose>")

    def test_dangling_pair(self) -> None:
        self.plant("// pairs: ring.put.publish, ring.reset.publish", "// pairs: ring.put.published, ring.reset.publish")
        self.red("ring.get.full", "no site is named ring.put.published")

    def test_pair_that_is_no_name(self) -> None:
        self.plant("// pairs: ring.put.publish, ring.reset.publish", "// pairs: ring.put.publish, the reset")
        self.red("ring.get.full", "no site is named the reset")

    def test_pair_named_from_one_end(self) -> None:
        self.plant("// pairs: ring.put.publish, ring.reset.publish", "// pairs: ring.put.publish")
        self.red("ring.reset.publish", "does not name it back")

    def test_removed_site_is_named_by_its_partner(self) -> None:
        self.plant('full_.store(true, sync::release<"ring.put.publish">);', "")
        self.red("ring.get.full", "no site is named ring.put.publish")

    def test_no_pairs(self) -> None:
        self.plant("    // pairs: ring.get.claim_lost\n", "")
        self.red("ring.get.claim", "needs a `pairs:` line")

    def test_no_without(self) -> None:
        self.plant("    // without: two readers get one value\n", "")
        self.red("ring.get.claim", "needs a `without:` line")

    def test_without_that_refers_to_nothing(self) -> None:
        self.plant("// without: as ring.put.publish", "// without: as ring.put.nothing")
        self.red("ring.reset.publish", "names no site that states its own")

    def test_without_that_refers_to_itself(self) -> None:
        self.plant("// without: as ring.put.publish", "// without: as ring.reset.publish")
        self.red("ring.reset.publish", "names no site that states its own")

    def test_five_lines_of_comment(self) -> None:
        self.plant("    // without: two readers get one value\n", "    // without: two readers get one value\n" + "    // more\n" * 3)
        self.red("ring.get.claim", "at most 4 lines")

    def test_relaxed_without_a_reason(self) -> None:
        self.plant("    // Relaxed: the slot is ordered by ring.get.full.\n", "")
        self.red("ring.get.slot", "why no order is needed")

    def test_relaxed_with_partners(self) -> None:
        self.plant('sync::acquire<"ring.get.full">', 'sync::relaxed<"ring.get.full">')
        self.red("ring.get.full", "a relaxed order pairs with nothing")

    def test_partners_of_which_none_releases(self) -> None:
        self.plant('sync::release<"ring.put.publish">', 'sync::relaxed<"ring.put.publish">')
        self.red("ring.get.full", "one must release and the other acquire")

    def test_partners_on_two_variables(self) -> None:
        self.plant('full_.load(sync::acquire', 'slot_.load(sync::acquire')
        self.red("ring.put.publish", "it is on full_, the partner on slot_")

    def test_fence_paired_with_a_store(self) -> None:
        self.plant('sync::fence(sync::seq_cst<"ring.get.fence">)', 'full_.store(true, sync::seq_cst<"ring.get.fence">)')
        self.red("ring.put.fence", "a fence pairs with a fence")

    def test_fences_that_order_nothing(self) -> None:
        self.plant('sync::seq_cst<"ring.get.fence">', 'sync::release<"ring.get.fence">')
        self.plant('sync::seq_cst<"ring.put.fence">', 'sync::release<"ring.put.fence">')
        self.red("ring.put.fence", "order nothing")

    def test_store_that_ends_a_release_sequence(self) -> None:
        self.plant_relaxed_reset("// Relaxed: nobody reads it.")
        self.red("ring.reset.publish", "ends the release sequence")

    def test_waiver_needs_a_reason(self) -> None:
        self.plant_relaxed_reset("// Relaxed: nobody reads it.\n    // waiver: none")
        self.red("ring.reset.publish", "ends the release sequence")
        self.plant("// waiver: none", "// waiver: no thread runs while it is reset")
        self.assert_green(rules.check(self.root))

    def plant_relaxed_reset(self, comment: str) -> None:
        self.plant("// pairs: ring.put.publish, ring.reset.publish", "// pairs: ring.put.publish")
        self.plant("// pairs: ring.get.full\n    // without: as ring.put.publish", comment)
        self.plant('sync::release<"ring.reset.publish">', 'sync::relaxed<"ring.reset.publish">')

    def test_order_that_is_no_argument(self) -> None:
        self.plant("  void reset() {", '  static constexpr auto hidden = sync::release<"ring.reset.hidden">;\n  void reset() {')
        self.red("ring.reset.hidden", "must be the order argument")

    def test_order_without_a_name(self) -> None:
        for written in ("sync::release", "sync::release<name>", "sync::order::release"):
            with self.subTest(written):
                self.write("core/wyn/lockfree/ring.hpp", RING.replace('sync::release<"ring.reset.publish">', written))
                self.red("ring.", "an order without a name near")

    def test_atomic_under_another_name(self) -> None:
        self.plant("  void reset() {", "  void reset() {\n    auto& other = full_;")
        self.plant("full_.store(false", "other.store(false")
        self.red("ring.reset.publish", "not the name of a declared sync::atomic")

    def test_no_model(self) -> None:
        (self.root / "models/ring/exactly_once.cpp").unlink()
        self.red("ring.put.slot", "has ordering sites and no model")


if __name__ == "__main__":
    unittest.main()
