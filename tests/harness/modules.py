"""The test files of a suite: all that are in its folder."""

import importlib
import os
import pkgutil


def test_modules(suite_file):
    """The modules test_*.py beside `suite_file` (a suite's __file__), by name."""
    folder = os.path.dirname(os.path.abspath(suite_file))
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    package = os.path.relpath(folder, tests).replace(os.sep, ".")
    names = sorted(module.name for module in pkgutil.iter_modules([folder]))
    return [importlib.import_module(f"{package}.{name}") for name in names if name.startswith("test_")]
