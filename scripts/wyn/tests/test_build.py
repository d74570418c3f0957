"""A build that fails names what failed; a warning in wyn's own code is such a failure, in a patched copy it is none."""

from __future__ import annotations

import shutil
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from wyn import copies, project
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
