"""The tree obeys the include ranks, and the check itself finds what it should."""

import os
import unittest

from harness import environment
from tree import includes

RANKS = includes.Ranks("""
0 base
2 storage
2 storage/memory also storage
2 storage/rocksdb also storage
8 services/dynamodb
8 services/lambda
library rocksdb/ storage/rocksdb
""")


class CheckTest(unittest.TestCase):
    def complaints(self, path, *includes_):
        files = [(path, "\n".join(f"#include {each}" for each in includes_))]
        files += [
            (each.strip('"'), "") for each in includes_ if each.startswith('"') and each.strip('"') != path
        ]
        return includes.check(RANKS, files)

    def test_allowed(self):
        for path, header in (
            ("storage/engine.cc", '"storage/engine.h"'),
            ("storage/engine.cc", '"base/result.h"'),
            ("storage/memory/a.cc", '"storage/engine.h"'),
            ("base/a.h", "<vector>"),
            ("services/dynamodb/ops/a.cc", '"services/dynamodb/shapes/b.h"'),
            ("storage/rocksdb/a.cc", "<rocksdb/db.h>"),
        ):
            self.assertEqual([], self.complaints(path, header), (path, header))

    def test_refused(self):
        for path, header in (
            ("base/a.h", '"storage/engine.h"'),
            ("storage/engine.h", '"storage/memory/a.h"'),
            ("storage/memory/a.h", '"storage/rocksdb/a.h"'),
            ("storage/engine.cc", '"engine.h"'),
            ("services/dynamodb/a.cc", '"services/lambda/b.h"'),
            ("base/a.cc", "<rocksdb/db.h>"),
            ("elsewhere/a.cc", '"base/a.h"'),
        ):
            self.assertTrue(self.complaints(path, header), (path, header))

    def test_cycle(self):
        files = [("base/a.h", '#include "base/b.h"'), ("base/b.h", '#include "base/a.h"')]
        self.assertEqual(["include cycle: base/a.h -> base/b.h -> base/a.h"], includes.check(RANKS, files))


class TreeTest(unittest.TestCase):
    def test_includes_obey_the_ranks(self):
        complaints = includes.check(
            includes.load_ranks(), includes.sources(os.path.join(environment.ROOT, "src"))
        )
        self.assertFalse(complaints, "\n" + "\n".join(complaints))
