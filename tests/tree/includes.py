"""Include ranks: reads every #include line of src/ and holds it against ranks.txt."""

import os
import re

from harness import environment

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
SOURCE_SUFFIXES = (".h", ".cc", ".inc")


class Ranks:
    def __init__(self, text):
        self.rank, self.also, self.libraries = {}, {}, []
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0] == "library":
                self.libraries.append((words[1], tuple(words[2:])))
            else:
                self.rank[words[1]] = int(words[0])
                self.also[words[1]] = tuple(words[3:]) if words[2:3] == ["also"] else ()

    def folder_of(self, path):
        """The listed folder that a path below src/ belongs to, or None."""
        folder = os.path.dirname(path)
        while folder and folder not in self.rank:
            folder = os.path.dirname(folder)
        return folder or None

    def complaint(self, path, included):
        """Why `path` must not include the project header `included`, or None."""
        here, there = self.folder_of(path), self.folder_of(included)
        if there is None:
            return f"{included} is in no folder of ranks.txt (include paths are rooted at src/)"
        if there == here or there in self.also[here] or self.rank[there] < self.rank[here]:
            return None
        return f"{here} (rank {self.rank[here]}) must not include {there} (rank {self.rank[there]})"

    def library_complaint(self, path, header):
        for prefix, folders in self.libraries:
            if header.startswith(prefix):
                allowed = any(path.startswith(folder + "/") for folder in folders)
                return None if allowed else f"{header} belongs in {' or '.join(folders)} only"
        return None


def load_ranks():
    with open(os.path.join(environment.TESTS, "tree", "ranks.txt"), encoding="utf-8") as ranks:
        return Ranks(ranks.read())


def sources(root):
    """(path below root, text) of every C++ file."""
    for folder, _, names in os.walk(root):
        for name in sorted(names):
            if name.endswith(SOURCE_SUFFIXES):
                full = os.path.join(folder, name)
                with open(full, encoding="utf-8") as source:
                    yield os.path.relpath(full, root), source.read()


def check(ranks, files):
    """Complaints about (path, text) pairs, as `path: reason` lines."""
    files = list(files)
    known = {path for path, _ in files}
    complaints, edges = [], {}
    for path, text in files:
        if ranks.folder_of(path) is None:
            complaints.append(f"{path}: its folder is not in ranks.txt")
            continue
        for mark, header in INCLUDE.findall(text):
            if mark == '"' or header in known:
                complaint = ranks.complaint(path, header)
                if header not in known:
                    complaint = complaint or f"{header} does not exist"
                if not path.endswith("_inl.h"):  # the inline half of foo.h, foo_inl.h, leads back to it
                    edges.setdefault(path, []).append(header)
            else:
                complaint = ranks.library_complaint(path, header)
            if complaint:
                complaints.append(f"{path}: {complaint}")
    return complaints + [f"include cycle: {' -> '.join(cycle)}" for cycle in cycles(edges)]


def cycles(edges):
    """Every include cycle that a depth-first walk meets, as a list of paths."""
    found, done = [], set()

    def walk(path, trail):
        if path in trail:
            found.append(trail[trail.index(path) :] + [path])
            return
        if path in done:
            return
        for header in edges.get(path, ()):
            walk(header, trail + [path])
        done.add(path)

    for path in sorted(edges):
        walk(path, [])
    return found
