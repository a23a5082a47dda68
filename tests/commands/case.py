"""Base of the tests of the program's commands."""

import os
import re
import subprocess
import tempfile
import unittest

from harness import environment

TIMEOUT_S = 30 * environment.slowness()
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT\S+ (debug|info|warning) ")


def run_stator(*arguments, folder=None, extra_environment=None):
    return subprocess.run(
        [environment.server_binary(), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(extra_environment or {})},
        timeout=TIMEOUT_S,
    )


class CommandCase(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="stator-commands-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def check_refused(self, *arguments, says, code=None):
        """A mistake of the user: one clear line, and an exit code that docs/configuration.md names."""
        done = run_stator(*arguments, folder=self.folder)
        self.assertIn(done.returncode, (1, 2) if code is None else (code,), done.stderr.decode())
        lines = [line for line in done.stderr.decode().splitlines() if not LOG_LINE.match(line)]
        self.assertEqual(1, len(lines), done.stderr.decode())
        self.assertRegex(lines[0], says)
