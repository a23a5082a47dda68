"""What a Python file imports it uses."""

import ast
import os
import unittest

from harness import environment
from tree.committed import committed_files

READ_BY_THE_RUNNER = {"ARGUMENTS"}  # clients/boto3/run.py


def imported(tree):
    """Names, each with the line of its import."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update({(each.asname or each.name).partition(".")[0]: node.lineno for each in node.names})
    return names


class PythonTest(unittest.TestCase):
    def test_imports_are_used(self):
        unused = []
        for path in (name for name in committed_files() if name.endswith(".py")):
            with open(os.path.join(environment.ROOT, path), encoding="utf-8") as file:
                text = file.read()
            tree = ast.parse(text)
            used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | READ_BY_THE_RUNNER
            lines = text.splitlines()
            unused += [
                f"{path}:{line}: {name}"
                for name, line in imported(tree).items()
                if name not in used and "noqa: F401" not in lines[line - 1]
            ]
        self.assertEqual([], unused)


if __name__ == "__main__":
    unittest.main()
