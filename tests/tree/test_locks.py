import json
import os
import unittest

from harness import environment
from tree import locks
from tree.committed import committed_files


class LocksTest(unittest.TestCase):
    def test_every_lock_is_whole(self):
        names = committed_files("*package-lock.json")
        self.assertGreater(len(names), 3)
        for name in names:
            with open(os.path.join(environment.ROOT, name), encoding="utf-8") as file:
                lock = json.load(file)
            self.assertEqual([], locks.missing(lock), name)

    def test_what_is_left_out_is_found(self):
        packages = {
            "": {"devDependencies": {"a": "1"}},
            "node_modules/a": {
                "dependencies": {"b": "1", "c": "1"},
                "optionalDependencies": {"d": "1"},
                "peerDependencies": {"e": "1", "f": "1"},
                "peerDependenciesMeta": {"e": {"optional": True}},
            },
            "node_modules/a/node_modules/b": {"dependencies": {"c": "1", "a": "1"}},
            "node_modules/c": {"devDependencies": {"unused": "1"}},
        }
        self.assertEqual(["d of node_modules/a", "f of node_modules/a"], locks.missing({"packages": packages}))
        del packages["node_modules/a"]
        self.assertEqual(
            ["a of the project", "a of node_modules/a/node_modules/b"], locks.missing({"packages": packages})
        )
