"""What docs/operating.md says of the Debian package, on a fresh machine (guest.py); and control groups that really limit."""

import shutil
import unittest

from package import guest, machine


@unittest.skipIf(any(shutil.which(program) is None for program in machine.PROGRAMS), "QEMU is not installed")
class MachineTest(unittest.TestCase):
    def test_it(self):
        output, problem = machine.run_guest()
        lines = output.splitlines()
        undone = [step.__name__ for step in guest.STEPS if f"done: {step.__name__}" not in lines]
        self.assertEqual([], undone, f"{problem}\n{output[-10000:]}")
