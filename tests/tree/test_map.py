"""The map in ARCHITECTURE.md shows the tree as it is, and the paths that documents name exist."""

import glob
import os
import re
import unittest

from harness import environment
from tree import includes

ROW = re.compile(r"^\| `src/([^`]+)/` \| (\d+) \|", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"`[^`\n]*`")
TEST_PATH = re.compile(r"`((?:tests|bench|docs|tools)/[\w./-]+)`")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def documents():
    for pattern in ("*.md", "docs/**/*.md", "bench/*.md", "tests/*/*.md"):
        yield from glob.glob(os.path.join(environment.ROOT, pattern), recursive=True)


class MapTest(unittest.TestCase):
    def test_every_folder_with_its_rank(self):
        ranks = includes.load_ranks()
        used = {
            ranks.folder_of(path) for path, _ in includes.sources(os.path.join(environment.ROOT, "src"))
        }
        shown = {
            folder: int(rank)
            for folder, rank in ROW.findall(read(os.path.join(environment.ROOT, "ARCHITECTURE.md")))
        }
        self.assertEqual({folder: ranks.rank[folder] for folder in sorted(used)}, dict(sorted(shown.items())))

    def test_ranks_of_folders_that_are_there(self):
        ranks = includes.load_ranks()
        missing = [name for name in ranks.rank if not os.path.isdir(os.path.join(environment.ROOT, "src", name))]
        self.assertEqual([], missing)

    def test_every_decision_is_listed(self):
        folder = os.path.join(environment.ROOT, "docs", "decisions")
        pages = {name for name in os.listdir(folder) if name.endswith(".md")} - {"README.md"}
        self.assertEqual(pages, set(LINK.findall(read(os.path.join(folder, "README.md")))))

    def test_paths_in_documents(self):
        missing = []
        for document in documents():
            text = read(document)
            targets = [
                os.path.join(os.path.dirname(document), target)
                for target in LINK.findall(CODE.sub("", text))
                if "://" not in target
            ]
            targets += [os.path.join(environment.ROOT, path) for path in TEST_PATH.findall(text)]
            missing += [f"{document}: {target}" for target in targets if not os.path.exists(target)]
        self.assertEqual([], missing)


if __name__ == "__main__":
    unittest.main()
