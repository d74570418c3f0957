"""A small correct tree, so that a test can plant one fault in it."""

from __future__ import annotations

import shutil
import tempfile
import unittest
from pathlib import Path

from wyn import project
from wyn.result import Finding

RING = """// ring: a one-slot ring, small enough to be read in a test.
#pragma once

#include "wyn/sync/atomic.hpp"

namespace wyn {

class ring {
 public:
  void put(int value) {
    // Relaxed: published by ring.put.publish.
    slot_.store(value, sync::relaxed<"ring.put.slot">);
    // Makes the slot visible.
    // pairs: ring.get.full
    // without: the reader gets a slot that is not written yet
    full_.store(true, sync::release<"ring.put.publish">);
    // One of both sides sees the other.
    // pairs: ring.get.fence
    // without: both sides sleep
    sync::fence(sync::seq_cst<"ring.put.fence">);
  }

  bool get(int& value) {
    // Makes the slot visible.
    // pairs: ring.put.publish, ring.reset.publish
    // without: the slot is read before it is written
    if (!full_.load(sync::acquire<"ring.get.full">)) return false;
    // One of both sides sees the other.
    // pairs: ring.put.fence
    // without: as ring.put.fence
    sync::fence(sync::seq_cst<"ring.get.fence">);
    int expected = 0;
    // Relaxed: the slot is ordered by ring.get.full.
    value = slot_.load(sync::relaxed<"ring.get.slot">);
    // pairs: ring.get.claim_lost
    // without: two readers get one value
    return claims_.compare_exchange_strong(expected, 1, sync::acq_rel<"ring.get.claim">,
                                           // The winner's writes become visible.
                                           // pairs: ring.get.claim
                                           // without: the loser reads what the winner is writing
                                           sync::acquire<"ring.get.claim_lost">);
  }

  void reset() {
    // pairs: ring.get.full
    // without: as ring.put.publish
    full_.store(false, sync::release<"ring.reset.publish">);
  }

 private:
  sync::atomic<int> slot_{0};
  sync::atomic<int> claims_{0};
  sync::atomic<bool> full_{false};
};

}  // namespace wyn
"""

HEADER = "core/wyn/lockfree/ring.hpp"


class SmallTree(unittest.TestCase):
    """A test case with `self.root`, the tree; and the ways to plant a fault and to look for its finding."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.write(HEADER, RING)
        self.write("models/ring/exactly_once.cpp", "// holds: everything.\n")
        self.write("models/not_shown_necessary.toml", "")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def plant(self, old: str, new: str, path: str = HEADER) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, f"{old!r} must occur once to be replaced")
        self.write(path, text.replace(old, new))

    def with_the_seam(self) -> None:
        """What the compilers need besides."""
        shutil.copytree(project.SEAM, self.root / "core" / "wyn" / "sync")
        shutil.copytree(project.ROOT / "sanitizers" / "lint", self.root / "sanitizers" / "lint")

    def assert_red(self, findings: list[Finding], site: str, message: str) -> None:
        seen = [f"{finding.site}: {finding.message} at {finding.location}" for finding in findings]
        matching = [finding for finding in findings if message in finding.message and site in (finding.site or "")]
        self.assertTrue(matching, f"no finding for {site!r} says {message!r}; the findings: {seen}")
        for finding in matching:
            self.assertRegex(finding.location, r"^[\w./]+:\d+$")

    def assert_green(self, findings: list[Finding]) -> None:
        self.assertEqual([f"{finding.location}: {finding.message}" for finding in findings], [])
