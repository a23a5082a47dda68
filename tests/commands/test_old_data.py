"""Data folders that earlier versions wrote (tests/fixtures): everything in them is read back."""

import glob
import json
import os
import re
import shutil
import tarfile
import tempfile
import unittest

from commands.case import run_stator
from fixtures import everything
from harness import environment
from harness.server import Server

FIXTURES = os.path.join(environment.TESTS, "fixtures")


def differences(expected, found, where=""):
    """What is missing or other than expected. Later versions may answer with more members."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, value in expected.items():
            yield from differences(value, found.get(name), f"{where}/{name}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found)):
            yield from differences(one, other, f"{where}/{number}")
    elif expected != found:
        yield f"{where}: {str(expected)[:200]} was written, {str(found)[:200]} is read"


def in_whole_seconds(listed):
    """What lists of S3 named with milliseconds when some folders were written; they name seconds, as on AWS."""
    if isinstance(listed, dict):
        return {name: in_whole_seconds(each) for name, each in listed.items()}
    if isinstance(listed, list):
        return [in_whole_seconds(each) for each in listed]
    return re.sub(r"(T\d\d:\d\d:\d\d)\.\d+(\+00:00)$", r"\1\2", listed) if isinstance(listed, str) else listed


def counts(summary):
    """What a sound folder holds, by the summary of `stator check`. Older versions called changes by another name."""
    kind, _, text = summary.partition(": ")
    summary = {what: int(number) for number, what in (part.split(" ", 1) for part in text.split(", "))}
    if "records of streams" in summary:
        summary["records of changes"] = summary.pop("records of streams")
    return {kind: summary}


class OldDataTest(unittest.TestCase):
    def test_everything_is_read_back(self):
        archives = sorted(glob.glob(os.path.join(FIXTURES, "*.tar.xz")))
        self.assertTrue(archives)
        for archive in archives:
            with self.subTest(os.path.basename(archive)):
                self.read_back(archive)

    def read_back(self, archive):
        folder = tempfile.mkdtemp(prefix="stator-old-data-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with tarfile.open(archive) as packed:
            packed.extractall(folder)
        with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
            expected = json.load(file)
        for listed in ("buckets", "upload", "parts"):
            expected["objects"][listed] = in_whole_seconds(expected["objects"][listed])
        data = os.path.join(folder, "data")
        # Records of streams last a day from when they were written, so only the check sees them.
        checked = run_stator("check", "--data", data)
        held = counts(checked.stdout.decode().strip())
        self.assertEqual([], list(differences(counts(expected.pop("check")), held)))
        for start in ("first", "second"):
            with Server(data=data) as server:
                found = everything.read(server.endpoint)
            self.assertEqual([], list(differences(expected, found)), f"at the {start} start")
        self.assertEqual(0, run_stator("check", "--data", data).returncode)
