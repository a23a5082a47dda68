"""Words that must not stand in a committed file: they name one person's machine, not this project."""

import os
import re
import unittest

from harness import environment
from tree.committed import committed_files

# Built from pieces, so that this file does not hold them itself.
FORBIDDEN = {
    "a registry's address in a lock file": re.compile(r'"resolved"\s*:'),
    "a package registry's host": re.compile(
        "registry" + r"\.npmjs\.org|" + "pypi" + r"\.org/simple|files\.python" + "hosted"
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me"]) + r")/\w"
    ),
    "a conflict marker": re.compile("^(?:<{7} |>{7} )", re.MULTILINE),
}
TEXT_LIMIT_BYTES = 5_000_000


class WordsTest(unittest.TestCase):
    def test_no_forbidden_words(self):
        complaints = []
        for name in committed_files():
            path = os.path.join(environment.ROOT, name)
            if not os.path.isfile(path) or os.path.getsize(path) > TEXT_LIMIT_BYTES:
                continue
            with open(path, "rb") as file:
                text = file.read().decode("utf-8", errors="ignore")
            for what, pattern in FORBIDDEN.items():
                match = pattern.search(text)
                if match:
                    line = text.count("\n", 0, match.start()) + 1
                    complaints.append(f"{name}:{line}: {what}: {match.group()!r}")
        self.assertFalse(complaints, "\n" + "\n".join(complaints))
