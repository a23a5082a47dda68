"""Imports of the console: a folder of console/src imports itself and folders of a lower rank."""

import os
import re

RANKS = {"session": 0, "common": 1, "panels": 2, "app": 4}  # every other folder is a feature
FEATURE = 3
IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"((?:~|\.{1,2})/[^"]*)"')


def folder_of(path):
    return path.split("/")[0] if "/" in path else None


def imported(path, text):
    """What the file at `path` below console/src imports of the console, as paths below console/src."""
    for found in IMPORT.findall(text):
        if found.startswith("~/"):
            yield found[2:]
        else:
            yield os.path.normpath(os.path.join(os.path.dirname(path), found))


def complaint(path, target):
    """Why `path` must not import `target`, or None."""
    here, there = folder_of(path), folder_of(target) or target
    if here is None or here == there:  # main.tsx sees everything
        return None
    if RANKS.get(there, FEATURE) < RANKS.get(here, FEATURE):
        return None
    return f"console/src/{path} imports {target}: {there} does not rank below {here}"
