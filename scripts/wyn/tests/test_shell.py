"""Programs that end badly have a status, not an exception."""

import unittest

from wyn.shell import run


class RunTest(unittest.TestCase):
    def test_the_status_is_the_programs(self) -> None:
        self.assertEqual(run(["sh", "-c", "exit 7"]).status, 7)

    def test_a_missing_program_is_127(self) -> None:
        output = run(["no-such-program-of-wyn"])
        self.assertEqual((output.status, output.ok), (127, False))
        self.assertIn("not installed", output.tail())

    def test_a_program_that_does_not_end_is_124(self) -> None:
        self.assertEqual(run(["sleep", "5"], timeout=0.1).status, 124)


if __name__ == "__main__":
    unittest.main()
