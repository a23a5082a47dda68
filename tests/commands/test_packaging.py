"""What an installed server comes with: its configuration file, its unit, completion in the shell."""

import os
import re
import shlex
import subprocess

from commands.case import CommandCase, run_stator
from harness import environment
from harness.server import Server

PACKAGING = os.path.join(environment.ROOT, "packaging")
COMPLETE = """
source "$1"; shift
PATH=$1:$PATH; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
compopt() { :; }
_stator stator "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completions_of(*words):
    done = subprocess.run(
        [
            "bash",
            "-c",
            COMPLETE,
            "bash",
            os.path.join(PACKAGING, "completions", "stator"),
            os.path.dirname(os.path.abspath(environment.server_binary())),
            *words,
        ],
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    return set(done.stdout.decode().split())


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
        program, command, flag, configuration = shlex.split(unit()["ExecStart"])
        self.assertEqual("/usr/bin/stator serve --config".split(), [program, command, flag])
        with open(os.path.join(PACKAGING, "debian", "stator.install"), encoding="utf-8") as file:
            installed = {os.path.join("/", to, os.path.basename(what)) for what, to in map(str.split, file)}
        self.assertLessEqual({program, configuration}, installed)

    def test_completion(self):
        self.assertEqual({"serve"}, completions_of("stator", "se"))
        self.assertEqual({"full", "relaxed"}, completions_of("stator", "serve", "--durability", ""))
        self.assertEqual({"relaxed"}, completions_of("stator", "serve", "--durability", "r"))
        self.assertLessEqual({"--region", "--ready-file"}, completions_of("stator", "serve", "--re"))
        self.assertEqual(set(), completions_of("stator", "serve", "--threads", ""))
        self.assertIn("--data", completions_of("stator", "serve", "--in-memory", "--d"))

    def test_the_manual_pages_can_be_made(self):
        with open(os.path.join(PACKAGING, "debian", "rules"), encoding="utf-8") as file:
            made = re.findall(r"--output (\S+)\.1 ", text := file.read())
        asked = [option.split() for option in re.findall(r"--help-option '(.*?)'", text)]
        self.assertEqual(["stator"] + ["stator-" + command for _, command in asked], made)
        for _, command in asked:
            shown = run_stator("help", command)
            self.assertIn(f"Usage: stator {command} ", shown.stdout.decode())
            self.assertEqual((0, b""), (shown.returncode, shown.stderr))
        with open(os.path.join(PACKAGING, "debian", "stator.manpages"), encoding="utf-8") as file:
            self.assertEqual([name + ".1" for name in made], file.read().split())

    def test_the_maintainer_scripts_are_shell(self):
        for name in ("stator.postinst", "stator.postrm"):
            subprocess.run(["sh", "-n", os.path.join(PACKAGING, "debian", name)], check=True)
