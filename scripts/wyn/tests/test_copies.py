from __future__ import annotations

import shutil
from pathlib import Path
from unittest import mock

from wyn import copies, project, self_test, specimens
from wyn.copies import CopyError
from wyn.tests.fake_program import verdict
from wyn.tests.small_tree import HEADER, SmallTree

DIFF = """
--- a/core/wyn/lockfree/ring.hpp
+++ b/core/wyn/lockfree/ring.hpp
@@ -1,2 +1,2 @@
-// ring: a one-slot ring, small enough to be read in a test.
+// ring: {}.
 #pragma once
"""


class Copies(SmallTree):
    def setUp(self) -> None:
        super().setUp()
        self.addCleanup(shutil.rmtree, project.BUILD / "copies" / "test-planted", ignore_errors=True)

    def stored(self, text: str, folder: str = "scripts/self_test") -> Path:
        self.write(f"{folder}/planted.patch", text)
        return self.root / folder / "planted.patch"

    def test_the_patch_is_applied_to_the_copy_only(self) -> None:
        before = (self.root / HEADER).read_text(encoding="utf-8")
        path = self.stored("expect: lint\nsite: ring.get.full\n" + DIFF.format("changed"))
        copy = copies.patched_copy(self.root, copies.read_patch(path, ("expect", "site")), "test")
        self.assertIn("// ring: changed.", (copy / HEADER).read_text(encoding="utf-8"))
        self.assertEqual((self.root / HEADER).read_text(encoding="utf-8"), before)

    def test_a_patch_that_does_not_apply(self) -> None:
        path = self.stored("expect: lint\nsite: x\n" + DIFF.format("changed").replace("one-slot", "two-slot"))
        with self.assertRaisesRegex(CopyError, "planted.patch does not apply any more"):
            copies.patched_copy(self.root, copies.read_patch(path, ("expect",)), "test")

    def test_a_patch_that_applies_only_backwards(self) -> None:
        backwards = DIFF.format("another").replace("\n-//", "\n<//").replace("\n+//", "\n-//").replace("\n<//", "\n+//")
        path = self.stored("expect: lint\nsite: x\n" + backwards)
        with self.assertRaisesRegex(CopyError, "planted.patch does not apply any more"):
            copies.patched_copy(self.root, copies.read_patch(path, ("expect",)), "test")

    def test_a_header_that_lacks_a_key(self) -> None:
        path = self.stored("expect: lint\n" + DIFF.format("changed"))
        with self.assertRaisesRegex(CopyError, "lacks site"):
            copies.read_patch(path, ("expect", "site"))

    def test_the_changed_files_are_known(self) -> None:
        path = self.stored("expect: lint\n" + DIFF.format("changed") + "--- a/core/a.cpp\n+++ b/core/a.cpp\n@@ -1 +1 @@\n")
        changes = copies.read_patch(path, ("expect",)).changes
        self.assertEqual(changes, ["core/wyn/lockfree/ring.hpp", "core/a.cpp"])

    def test_self_test_of_a_mistake_that_stays_green(self) -> None:
        self.stored("expect: lint\nsite: ring.get.full\n" + DIFF.format("harmless"))
        self.assert_red(self.self_test(), "ring.get.full", "lint must be red and name ring.get.full, but says: green")

    def test_self_test_of_a_mistake_at_another_site(self) -> None:
        harmful = DIFF.format("harmful") + DIFF_OF_A_PAIR
        self.stored("expect: lint\nsite: ring.put.slot\n" + harmful)
        self.assert_red(self.self_test(), "ring.put.slot", "ring.get.full: dangling")
        self.stored("expect: lint\nsite: ring.get.full\n" + harmful)
        self.assertEqual(self.self_test(), [])

    def test_self_test_of_an_unknown_lens_and_an_unknown_patch(self) -> None:
        self.stored("expect: luck\nsite: ring.get.full\n" + DIFF.format("harmless"))
        findings = self_test.self_test(self.root, only=["planted", "missing"]).findings
        self.assertEqual(len(findings), 2)
        self.assertIn("no self-test patch is named missing", findings[0].message)
        self.assertIn("`expect: luck` is none of lint, ", findings[1].message)

    def test_progress_hears_of_each(self) -> None:
        self.stored("expect: lint\nsite: ring.get.full\n" + DIFF.format("harmless"))
        heard: list[str] = []
        self_test.self_test(self.root, progress=heard.append)
        self.assertEqual((heard, self_test.count(self.root)), (["planted"], 1))

    def test_a_component_without_specimens(self) -> None:
        self.assertIn("has no specimens", specimens.specimens(self.root, "ring").findings[0].message)

    def test_a_specimen_that_does_not_apply(self) -> None:
        self.stored("specimen: 1\nsource: x\nlens: models\nmodels: ring.a.b\nbudget: 1\n"
                    + DIFF.format("x").replace("one-slot", "two-slot"), "models/ring/specimens")
        self.assertIn("does not apply", specimens.specimens(self.root, "ring").findings[0].message)

    def test_specimens_of_the_same_name_have_copies_of_their_own(self) -> None:
        made: list[Path] = []

        def build_models(copy: Path, component: str, *_: object) -> mock.Mock:
            made.append(copy)
            self.addCleanup(shutil.rmtree, copy, ignore_errors=True)
            caught = verdict(f"{component}.a.b", held=False)
            return mock.Mock(run_randomly=lambda *_: [caught])

        for component in ("ring", "rung"):
            self.stored("specimen: 1\nsource: x\nlens: models\nmodels: ring.a.b\nbudget: 1\n" + DIFF.format("x"),
                        f"models/{component}/specimens")
            with mock.patch.object(copies, "build_models", build_models):
                self.assertEqual(specimens.specimens(self.root, component).findings, [])
        self.assertEqual(len(set(made)), 2)

    def self_test(self) -> list:
        self.addCleanup(shutil.rmtree, project.BUILD / "copies" / "self-test-planted", ignore_errors=True)
        findings = self_test.self_test(self.root).findings
        for finding in findings:
            finding.location += ":1"
        return findings


DIFF_OF_A_PAIR = """@@ -24,3 +24,3 @@
     // Makes the slot visible.
-    // pairs: ring.put.publish, ring.reset.publish
+    // pairs: ring.put.published, ring.reset.publish
     // without: the slot is read before it is written
"""
