"""Every command that the documentation tells users to run is run.

Blocks marked `sh` run in bash, in the order of the page, against a server on the documented port or one that stands in for
it; `python` and `js` blocks run as programs. `console` blocks are what builds and starts servers (they are about this very
build), so of them only the commands are checked: that `./dev` and `stator` know them.
"""

import glob
import os
import re
import subprocess
import tempfile
import unittest

from harness import environment
from harness.awscli import run_shell
from harness.modules import test_modules
from harness.report import Report, add_unittests
from harness.server import Server

PAGES = ("README.md", "CONTRIBUTING.md", "bench/README.md", "docs/*.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTED = re.compile(r"http://(?:localhost|127\.0\.0\.1):(?:4566|8000)")


def pages():
    for pattern in PAGES:
        for path in sorted(glob.glob(os.path.join(environment.ROOT, pattern))):
            with open(path, encoding="utf-8") as page:
                yield os.path.relpath(path, environment.ROOT), page.read()


class DocumentationTest(unittest.TestCase):
    def run_blocks(self, name, text):
        with Server() as server, tempfile.TemporaryDirectory(prefix="stator-docs-") as folder:
            os.symlink(os.path.join(environment.ROOT, "bin"), os.path.join(folder, "bin"))
            for language, block in BLOCK.findall(text):
                block = DOCUMENTED.sub(server.endpoint, block)
                with self.subTest(page=name, block=block):
                    if language == "sh":
                        result = run_shell("set -e\nunset -f aws\n" + block, server.endpoint, folder)
                        self.assertEqual(0, result.code, f"{result.errors}{result.output}")
                    elif language in ("python", "js"):
                        self.run_program(language, block, server.endpoint)

    def run_program(self, language, block, endpoint):
        # The JavaScript SDK is found from where the program lies.
        folder = os.path.join(environment.TESTS, "clients", "javascript")
        command = ["/usr/bin/python3", "-"] if language == "python" else ["node", "--input-type=module", "-"]
        done = subprocess.run(
            command,
            input=block.encode(),
            cwd=folder,
            env=environment.client_environment(endpoint),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120 * environment.slowness(),
        )
        self.assertEqual(0, done.returncode, done.stdout.decode())

    def test_every_block_runs(self):
        for name, text in pages():
            if re.search(r"^```(sh|python|js)$", text, re.MULTILINE):
                self.run_blocks(name, text)

    def test_console_commands_exist(self):
        usage = subprocess.run(
            [os.path.join(environment.ROOT, "dev"), "help"], stdout=subprocess.PIPE, check=True
        ).stdout.decode()
        flags = subprocess.run(
            [environment.server_binary(), "help"], stdout=subprocess.PIPE, check=True
        ).stdout.decode()
        for name, text in pages():
            for line in "".join(
                block for language, block in BLOCK.findall(text) if language == "console"
            ).splitlines():
                command = line.split("#")[0]
                with self.subTest(page=name, command=command):
                    for word in re.findall(r"\./dev (\w+)", command):
                        self.assertRegex(usage, rf"(?m)^  {word}\b")
                    if "stator serve" in command:
                        for flag in re.findall(r"--[a-z-]+", command):
                            self.assertIn(flag, flags)


def main():
    import sys

    report = Report()
    add_unittests(report, sys.modules[__name__], *test_modules(__file__))
    report.finish()


if __name__ == "__main__":
    main()
