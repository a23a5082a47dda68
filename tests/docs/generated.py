"""The parts of the documentation that the program prints. As a program (./dev docs) it writes them into their pages."""

import os
import re
import subprocess

from harness import environment

PAGES = ("docs/compatibility.md", "docs/messages.md")
BLOCK = re.compile(r"(<!-- from here on: stator (\w+) -->\n)(.*?)(<!-- up to here -->)", re.DOTALL)


def printed(command):
    done = subprocess.run([environment.server_binary(), command], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def read(page):
    with open(os.path.join(environment.ROOT, page), encoding="utf-8") as file:
        return file.read()


def current(text):
    """The text of a page with its blocks as they are printed now."""
    return BLOCK.sub(lambda block: block[1] + printed(block[2]) + block[4], text)


def main():
    for page in PAGES:
        text = current(read(page))
        with open(os.path.join(environment.ROOT, page), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
