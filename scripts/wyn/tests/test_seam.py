from __future__ import annotations

import unittest
from collections.abc import Callable
from pathlib import Path

from wyn import compiled, seam
from wyn.result import Finding
from wyn.tests.small_tree import HEADER, RING, SmallTree

_MEMBER = "  sync::atomic<bool> full_{false};\n"
_CLASS = "class ring {"


def with_member(text: str) -> str:
    return RING.replace(_MEMBER, _MEMBER + f"  {text}\n")


def with_preamble(preamble: str, member: str) -> str:
    return with_member(member).replace(_CLASS, f"{preamble}\n{_CLASS}")


class Tokens(SmallTree):
    def red(self, message: str, site: str = "ring.") -> None:
        self.assert_red(seam.check(self.root), site, message)

    def test_a_correct_tree_is_green(self) -> None:
        self.assert_green(seam.check(self.root))

    def test_words_in_the_core(self) -> None:
        for word in ("std::atomic<int> a_;", "::std::atomic<int> a_;", "std::memory_order o_;", "volatile int v_;",
                     "static thread_local int t_;", "std::mutex m_;", "std::thread t_;", "std::atomic_flag f_;",
                     "void f() { __atomic_thread_fence(5); }", "void f() { __sync_synchronize(); }",
                     'void f() { asm("mfence"); }', "void f() { _mm_mfence(); }", "std::barrier<> b_;",
                     "[[clang::no_sanitize_thread]] void f();", "sync::named_order<1, 2> o_;", "vola\\\ntile int v_;",
                     "a\\u0074omic<int> a_;", "atomic<int> a_;", "int __builtin_x;"):  # fmt: skip
            with self.subTest(word):
                self.write(HEADER, with_member(word))
                self.red("")

    def test_what_hides_an_atomic_a_lock_or_chance(self) -> None:
        for word in ("std::stop_source s_;", "std::shared_ptr<int> p_;", "std::add_volatile_t<int> v_;", "std::mt19937 r_;",
                     "auto now() { return std::chrono::steady_clock::now(); }", "void f() { ::sched_yield(); }",
                     "void f() { std::free(p_); }", "void* p_ = malloc(3);", "int* p_ = new int;", "void f() { delete p_; }",
                     "int* p_ = ::new (std::nothrow) int;", "std::allocator<int> a_;", "void f() { usleep(3); }",
                     "bool b_ = sync::checked;", "int size_ = sizeof(full_);", "int f() { return alignof(ring); }",
                     "int f() { return std::alignment_of_v<ring>; }"):  # fmt: skip
            with self.subTest(word):
                self.write(HEADER, with_member(word))
                self.red("")

    def test_what_looks_like_it(self) -> None:
        for word in ("ring(const ring&) = delete;", "void f() { ::new (memory_) int; }", "bool checked_index(int i);",
                     "template <typename... T> int count() { return sizeof...(T); }",
                     "static_assert(sizeof(int) == 4);", "void* f() { return sync::allocate(sizeof(int), alignof(int)); }",
                     "static int size_for(int n) { if (n > 9) { n = 9; } return n * sizeof(int); }",
                     "int f(room free) { return free.count; }", "int f() { return pool_.free(); }"):  # fmt: skip
            with self.subTest(word):
                self.write(HEADER, with_member(word))
                self.assert_green(seam.check(self.root))

    def test_a_file_that_no_rule_reads(self) -> None:
        for name in ("ring.inl", "ring.ipp", "deep/ring.hxx", "ring"):
            with self.subTest(name):
                self.write(f"core/wyn/lockfree/{name}", "int x;\n")
                self.red("no rule reads", site="")
                (self.root / "core/wyn/lockfree" / name).unlink()
        self.write("core/wyn/lockfree/ring.md", "text\n")
        self.assert_green(seam.check(self.root))

    def test_a_new_file_in_the_seam(self) -> None:
        self.write("core/wyn/sync/door.hpp", "#pragma once\n#include <atomic>\nusing door = std::atomic<int>;\n")
        self.red("outside the seam", site="")
        self.write("core/wyn/sync/door.hpp", "#pragma once\nint door();\n")
        self.assert_green(seam.check(self.root))

    def test_other_names_for_std(self) -> None:
        for preamble in ("namespace s = std;", "namespace s = ::std;", "using namespace std;"):
            with self.subTest(preamble):
                self.write(HEADER, with_preamble(preamble, ""))
                self.red("std under another name")

    def test_directives(self) -> None:
        for directive, message in (("#define WORD int", "#define"), ("#if 1\n#endif", "#if"), ("#undef x", "#undef"),
                                   ("#pragma GCC optimize 0", "#pragma GCC"), ("#define G(a, b) a##b", "token pasting"),
                                   ("#include <atomic>", "#include of atomic"), ("#include <latch>", "#include of latch"),
                                   ('#include "wyn/sync/worlds/model.hpp"', "worlds/model.hpp")):  # fmt: skip
            with self.subTest(directive):
                self.write(HEADER, with_preamble(directive, ""))
                self.red(message)

    def test_words_in_tests(self) -> None:
        for path in ("models/ring/extra.cpp", "property_tests/ring/x.cpp", "stress/ring/x.cpp", "examples/x.cpp"):
            with self.subTest(path):
                self.write(path, "#include <vector>\nstd::atomic<int> counter;\n")
                self.red("std::atomic outside the seam", site="")
                (self.root / path).unlink()

    def test_allowed_places(self) -> None:
        self.write("models/engine/x.cpp", "#include <atomic>\nstd::atomic<int> counter;\n")
        self.write("sanitizers/canaries/x.cpp", "volatile int counter;\n")
        self.assert_green(seam.check(self.root))

    def test_words_that_mean_something_else(self) -> None:
        self.write(HEADER, with_member("void thread(int future); void release(); int x = 1'000; // std::atomic"))
        self.assert_green(seam.check(self.root))


class Compilers(SmallTree):
    """Each of the two, alone, sees what it is there for."""

    def setUp(self) -> None:
        super().setUp()
        self.with_the_seam()

    def test_a_correct_tree_is_green(self) -> None:
        self.assert_green(compiled.poisoned(self.root))
        self.assert_green(compiled.syntax_tree(self.root))

    def test_poison(self) -> None:
        self.all_red(
            compiled.poisoned, "behind the poison",
            ["namespace s = std;", "using namespace std;", "#define WORD std::atomic", "#define GLUE(a, b) a##b"],
            ["s::atomic<int> a_{0};", "WORD<int> b_{0};", "std::GLUE(ato, mic)<int> c_{0};", "GLUE(vola, tile) int v_ = 0;",
             "void f() { GLUE(__atomic_thread_, fence)(5); }", "memory_order o_{};", "s::mutex m_;"])  # fmt: skip

    def test_syntax_tree(self) -> None:
        self.all_red(
            compiled.syntax_tree, "use core/wyn/sync",
            ["namespace s = std;", "#define GLUE(a, b) a##b", "template <typename T> using word = std::atomic<T>;",
             "using order_type = std::memory_order;"],
            ["s::atomic<int> a_{0};", "std::GLUE(ato, mic)<int> b_{0};", "sync::cell<int> c_{0};", "word<int> d_{0};",
             "decltype(sync::to_std(sync::order::relaxed)) o_{};", "int volatile v_ = 0;", "order_type t_{};",
             "static inline thread_local int l_ = 0;", "auto deduced() { return a_.load(); }",
             'void f() { sync::world_fence(sync::seq_cst<"ring.f.fence">); }'])  # fmt: skip

    def all_red(self, lens: Callable[[Path], list[Finding]], message: str, preamble: list[str], members: list[str]) -> None:
        """Each member, on a line of its own, is found there."""
        text = with_preamble("\n".join(preamble), "\n  ".join(members))
        self.write(HEADER, text)
        findings = lens(self.root)
        self.assert_red(findings, "ring.", message)
        found = {finding.location for finding in findings}
        for member in members:
            with self.subTest(member):
                line = 1 + text[: text.index(member)].count("\n")
                self.assertIn(f"{HEADER}:{line}", found)

    def test_second_names_and_hidden_locks(self) -> None:
        self.all_red(
            compiled.syntax_tree, "",
            [],
            ["void f() { auto& other = full_; (void)other; }", "void g(sync::atomic<bool>& given) { (void)given; }",
             "sync::atomic<bool>* there_ = &full_;", "int h() { static int count = 0; return ++count; }",
             "bool k() { return sync::checked; }"])  # fmt: skip

    def test_long_function(self) -> None:
        self.write(HEADER, with_member("int long_one() {\n" + "\n" * 60 + "return 0; }"))
        self.assert_red(compiled.syntax_tree(self.root), "", "long_one has 62 lines")

    def test_error_outside_every_rule(self) -> None:
        self.write(HEADER, with_member("unknown_type u_;"))
        self.assert_red(compiled.poisoned(self.root), "ring.", "unknown_type")
        self.assert_red(compiled.syntax_tree(self.root), "ring.", "does not compile")


if __name__ == "__main__":
    unittest.main()
