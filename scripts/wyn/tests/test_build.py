"""A build that fails names what failed; a warning in wyn's own code is such a failure, in a patched copy it is none. A tree has
what the presets say now, and one builder at a time."""

from __future__ import annotations

import json
import shutil
import threading
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from wyn import build, copies, lock, project, screen
from wyn.build import BuildFailed
from wyn.shell import Output, run

WARNED = "static int narrowed(long wide) { int unused = 0; return wide; }\nint main() { return narrowed(0); }\n"
PROGRAM = """cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES CXX)
set(WYN_WERROR {werror})
include({root}/cmake/wyn_targets.cmake)
add_executable(warned warned.cpp)
target_link_libraries(warned PRIVATE wyn_strict)
"""


class Message(unittest.TestCase):
    def test_the_errors_come_first(self) -> None:
        words = "\n".join(["[1/2] Building", "FAILED: a.o", "a.cpp:3:7: error: unused", "note"] + ["note: long"] * 90)
        lines = str(BuildFailed("dev", Output(1, words, ""))).splitlines()
        self.assertEqual(lines[:2], ["FAILED: a.o", "a.cpp:3:7: error: unused"])

    def test_without_an_error_the_end_is_shown(self) -> None:
        self.assertEqual(str(BuildFailed("dev", Output(1, "", "no such preset"))), "no such preset")


class InASmallProject(unittest.TestCase):
    """Its presets are the test's own; `self.asked` are the commands that were run in it."""

    def setUp(self) -> None:
        self.root = Path(self.enterContext(TemporaryDirectory()))
        self.asked: list[list[str]] = []
        self.enterContext(mock.patch.multiple(build, ROOT=self.root, BUILD=self.root / "build", run=self.run_in_it))
        (self.root / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(small LANGUAGES NONE)\n")
        self.preset("one")

    def preset(self, colour: str) -> None:
        preset = {"name": "dev", "generator": "Ninja", "binaryDir": "${sourceDir}/build/dev", "cacheVariables": {"COLOUR": colour}}
        (self.root / "CMakePresets.json").write_text(json.dumps({
            "version": 6, "configurePresets": [preset], "buildPresets": [{"name": "dev", "configurePreset": "dev"}]}))

    def run_in_it(self, command: list[str]) -> Output:
        self.asked.append(command)
        return run(command, cwd=self.root)


class Presets(InASmallProject):
    def colour_built(self) -> str:
        build.build("dev")
        cache = (self.root / "build" / "dev" / "CMakeCache.txt").read_text(encoding="utf-8")
        return next(line for line in cache.splitlines() if line.startswith("COLOUR:")).split("=")[1]

    def configured(self) -> int:
        return sum("--build" not in command for command in self.asked)

    def test_a_tree_is_configured_once(self) -> None:
        self.assertEqual([self.colour_built(), self.colour_built()], ["one", "one"])
        self.assertEqual(self.configured(), 1)

    def test_a_changed_preset_reaches_the_tree(self) -> None:
        self.assertEqual(self.colour_built(), "one")
        self.preset("two")
        self.assertEqual([self.colour_built(), self.colour_built()], ["two", "two"])
        self.assertEqual(self.configured(), 2)

    def test_a_tree_of_unknown_presets_is_configured_afresh(self) -> None:
        run(["cmake", "--preset", "dev", "-DCOLOUR=three"], cwd=self.root)
        self.assertEqual(self.colour_built(), "one")

    def test_what_cannot_be_configured_is_tried_again(self) -> None:
        self.colour_built()
        for then in ("two", "one"):
            (self.root / "CMakePresets.json").write_text("{")
            for _ in range(2):
                with self.assertRaises(BuildFailed):
                    build.build("dev")
            self.preset(then)
            before = len(self.asked)
            self.assertEqual(self.colour_built(), then)
            self.assertIn("cmake", " ".join(map(str, self.asked[before:])))


class Locks(InASmallProject):
    def test_it_waits_for_another_command_that_builds_there(self) -> None:
        waits = threading.Event()
        with mock.patch.object(screen, "say", lambda _: waits.set()):
            with lock.held(self.root / "build" / "dev.lock", "this test builds"):
                waiting = threading.Thread(target=build.build, args=("dev",))
                waiting.start()
                self.assertTrue(waits.wait(20))
                self.assertEqual(self.asked, [])
            waiting.join(20)
        self.assertEqual(len(self.asked), 2)

    def test_lanes_wait_for_each_other_in_silence(self) -> None:
        at_once, most = 0, 0

        def count(_: list[str]) -> Output:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            (self.root / "build" / "dev").mkdir(parents=True, exist_ok=True)
            threading.Event().wait(0.01)
            at_once -= 1
            return Output(0, "", "")

        with mock.patch.object(screen, "say") as said, mock.patch.object(build, "run", count):
            lanes = [threading.Thread(target=build.build, args=("dev",)) for _ in range(6)]
            for lane in lanes:
                lane.start()
            for lane in lanes:
                lane.join(20)
        said.assert_not_called()
        self.assertEqual(most, 1)
        self.assertFalse(any(lane.is_alive() for lane in lanes))

    def test_other_trees_do_not_wait(self) -> None:
        with lock.held(self.root / "build" / "tsan.lock", "this test builds"):
            build.build("dev")
        self.assertEqual(len(self.asked), 2)


class Warnings(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(self.enterContext(TemporaryDirectory()))
        (self.root / "warned.cpp").write_text(WARNED, encoding="utf-8")

    def build(self, compiler: str, werror: str) -> Output:
        program = PROGRAM.format(werror=werror, root=project.ROOT)
        (self.root / "CMakeLists.txt").write_text(program, encoding="utf-8")
        tree = self.root / f"{compiler}-{werror}"
        configured = run(["cmake", "-G", "Ninja", "-S", self.root, "-B", tree, f"-DCMAKE_CXX_COMPILER={compiler}"])
        self.assertTrue(configured.ok, configured.tail())
        return run(["cmake", "--build", tree])

    def test_both_compilers_refuse_a_warning_and_name_the_file(self) -> None:
        for compiler in ("g++", "clang++"):
            failed = BuildFailed(compiler, self.build(compiler, "ON"))
            self.assertRegex(str(failed), r"warned.cpp:1:\d+: error: .*unused")
            self.assertRegex(str(failed), r"warned.cpp:1:\d+: error: .*conver")

    def test_a_user_sees_the_warning_only(self) -> None:
        built = self.build("g++", "OFF")
        self.assertTrue(built.ok, built.tail())
        self.assertIn("warning: unused", built.text)

    def test_a_copy_is_built_in_spite_of_warnings(self) -> None:
        copy = project.BUILD / "copies" / "test-warned"
        self.addCleanup(shutil.rmtree, copy, ignore_errors=True)
        copy.mkdir(parents=True, exist_ok=True)
        source = shutil.copy(self.root / "warned.cpp", copy)
        self.assertTrue(copies.build_test(copy, [Path(source)], []).is_file())


if __name__ == "__main__":
    unittest.main()
