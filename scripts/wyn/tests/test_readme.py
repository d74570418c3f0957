"""./test readme: which blocks there are, and how they are run."""

from __future__ import annotations

import unittest
from unittest import mock

from wyn import readme
from wyn.consumers import StepFailed
from wyn.readme import Block


class Blocks(unittest.TestCase):
    def test_all_but_what_is_only_looked_at(self) -> None:
        text = "a\n```cpp\nint i;\n```\n```text\nhello\n```\n```sh\nls\nls\n```\n"
        self.assertEqual(readme.blocks_of(text), [Block("cpp", "int i;\n"), Block("sh", "ls\nls\n")])

    def test_a_new_block_is_red(self) -> None:
        known = [Block(language, "") for language, _, _ in readme._STEPS]
        for blocks in ([*known, Block("cpp", "")], known[:-1], [Block("rust", ""), *known[1:]]):
            with self.assertRaisesRegex(StepFailed, "other blocks than the test knows"):
                readme._run(blocks)

    def test_the_library_is_installed_first(self) -> None:
        ran: list[str] = []
        steps = [(language, turn, lambda block, at=at: ran.append(at))
                 for at, (language, turn, _) in enumerate(readme._STEPS)]
        with mock.patch.object(readme, "_STEPS", steps):
            readme._run([Block(language, "") for language, _, _ in steps])
        self.assertEqual(ran[0], 2)
        self.assertEqual(sorted(ran), list(range(len(steps))))

    def test_where_a_block_goes(self) -> None:
        around = "// @BLOCK@ is the block\n@INCLUDES@\nint main() {\n    @BLOCK@\n}\n"
        self.assertEqual(readme.filled(around, Block("cpp", "#include <a>\nint i;\n#include <b>\n++i;\n")),
                         "// @BLOCK@ is the block\n#include <a>\n#include <b>\nint main() {\nint i;\n++i;\n}\n")

    def test_a_command_that_is_none(self) -> None:
        readme._commands(Block("sh", "./test    # everything\n"))
        with self.assertRaisesRegex(StepFailed, "./tset, which is no command"):
            readme._commands(Block("sh", "./tset\n"))


if __name__ == "__main__":
    unittest.main()
