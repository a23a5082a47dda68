"""What an installed server comes with: its configuration file, its unit, completion in the shell."""

import os
import pty
import re
import select
import shlex
import subprocess
import time

from commands.case import CommandCase, run_stator
from harness import environment
from harness.server import Server

PACKAGING = os.path.join(environment.ROOT, "packaging")
# Typed in a shell of its own, after these lines.
PROMPT = "ready> "  # not as it is typed below
SHELL_LINES = """
PATH={path}:$PATH
source {completions}
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
PS1=ready'> '
"""
TYPED_TIMEOUT_S = 20 * environment.slowness()


class Shell:
    """An interactive bash in `folder`, on a terminal."""

    def __init__(self, folder):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ.update(TERM="dumb", INPUTRC="/dev/null", PS1="", COLUMNS="1000")
            os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
        lines = SHELL_LINES.format(
            path=os.path.dirname(os.path.abspath(environment.server_binary())),
            completions=os.path.join(PACKAGING, "completions", "stator"),
        )
        os.write(self.terminal, lines.encode())
        self.clear()

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.process, 0)

    def type(self, text, until):
        """What the terminal shows from then on, up to `until`."""
        os.write(self.terminal, text.encode())
        shown, deadline = "", time.monotonic() + TYPED_TIMEOUT_S
        while until not in shown:
            if not select.select([self.terminal], [], [], deadline - time.monotonic())[0]:
                raise TimeoutError(shown)
            shown += os.read(self.terminal, 65536).decode()
        return shown

    def clear(self):
        self.type("\x15echo clear''ed\n", "cleared\r\n" + PROMPT)

    def complete(self, line):
        """The line after the tab key."""
        bell, end = "\a", "#end"
        shown = self.type(line + "\t" + end, end).replace(bell, "")
        self.clear()
        return shown[: -len(end)]

    def choices(self, line):
        """What the second tab shows."""
        end = "#end"
        shown = self.type(line + "\t\t" + end, end).splitlines()
        self.clear()
        return set(" ".join(shown[1:-1]).split())


def unit():
    with open(os.path.join(PACKAGING, "debian", "stator.service"), encoding="utf-8") as file:
        return dict(line.strip().split("=", 1) for line in file if "=" in line and line[0] != "#")


class PackagingTest(CommandCase):
    def test_the_configuration_is_accepted(self):
        with Server("--config", os.path.join(PACKAGING, "stator.toml")) as server:
            self.assertTrue(server.endpoint)

    def test_each_setting_in_the_configuration_exists(self):
        flags = set(re.findall(r"^ +--([a-z-]+)", run_stator("help", "serve").stdout.decode(), re.MULTILINE))
        with open(os.path.join(PACKAGING, "stator.toml"), encoding="utf-8") as file:
            named = re.findall(r"^(?:# )?([a-z_]+) = ", file.read(), re.MULTILINE)
        self.assertIn("data", named)
        self.assertEqual(set(), {name.replace("_", "-") for name in named} - flags)

    def test_the_unit_starts_the_installed_program_on_the_installed_configuration(self):
        self.assertEqual("notify", unit()["Type"])
        program, command, flag, configuration = shlex.split(unit()["ExecStart"])
        self.assertEqual("/usr/bin/stator serve --config".split(), [program, command, flag])
        with open(os.path.join(PACKAGING, "debian", "stator.install"), encoding="utf-8") as file:
            installed = {os.path.join("/", to, os.path.basename(what)) for what, to in map(str.split, file)}
        self.assertLessEqual({program, configuration}, installed)

    def test_completion(self):
        os.makedirs(os.path.join(self.folder, "backups"))
        for name in ("certificate.pem", "stator.toml"):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8"):
                pass
        shell = Shell(self.folder)
        self.addCleanup(shell.close)
        for typed, becomes in (
            ("stator se", "stator serve "),
            ("stator help re", "stator help restore "),
            ("stator serve --durability r", "stator serve --durability relaxed "),
            ("stator serve --durability=r", "stator serve --durability=relaxed "),
            ("stator serve --lambda-isolation b", "stator serve --lambda-isolation bubblewrap "),
            ("stator serve --log-level w", "stator serve --log-level warning "),
            ("stator serve --in-memory --dat", "stator serve --in-memory --data "),
            ("stator serve --data b", "stator serve --data backups/"),
            ("stator serve --config=s", "stator serve --config=stator.toml "),
            ("stator serve --tls-certificate c", "stator serve --tls-certificate certificate.pem "),
            ("stator serve --lambda-node-modules b", "stator serve --lambda-node-modules backups/"),
            ("stator serve --threads ", "stator serve --threads "),
            ("stator backup b", "stator backup backups/"),
            ("stator restore backups --da", "stator restore backups --data "),
        ):
            with self.subTest(typed):
                self.assertEqual(becomes, shell.complete(typed))
        self.assertLessEqual({"serve", "backup", "restore", "check", "--help"}, shell.choices("stator "))
        self.assertEqual({"full", "relaxed"}, shell.choices("stator serve --durability "))
        self.assertEqual({"full", "relaxed"}, shell.choices("stator serve --durability="))
        self.assertEqual({"--region", "--ready-file"}, shell.choices("stator serve --re"))
        self.assertLessEqual({"--data", "--auth", "--tls-key"}, shell.choices("stator serve --in-memory --"))

    def test_the_manual_pages_can_be_made(self):
        with open(os.path.join(PACKAGING, "debian", "rules"), encoding="utf-8") as file:
            made = re.findall(r"--output (\S+)\.1 ", text := file.read())
        asked = [option.split() for option in re.findall(r"--help-option '(.*?)'", text)]
        self.assertEqual(["stator"] + ["stator-" + command for _, command in asked], made)
        for _, command in asked:
            shown = run_stator("help", command)
            self.assertIn(f"Usage: stator {command} ", shown.stdout.decode())
            self.assertEqual((0, b""), (shown.returncode, shown.stderr))
        for included in re.findall(r"--include (\S+) ", text):
            self.assertTrue(os.path.isfile(os.path.join(PACKAGING, included)), included)
        with open(os.path.join(PACKAGING, "debian", "stator.manpages"), encoding="utf-8") as file:
            self.assertEqual([name + ".1" for name in made], file.read().split())

    def test_the_maintainer_scripts_are_shell(self):
        for name in ("stator.postinst", "stator.postrm"):
            subprocess.run(["sh", "-n", os.path.join(PACKAGING, "debian", name)], check=True)
