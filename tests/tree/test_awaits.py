"""No awaited call has a braced argument, none is in a conditional operator, and the checks themselves find what they should."""

import os
import unittest

from harness import environment
from tree import awaits, includes


class CheckTest(unittest.TestCase):
    def test_found(self):
        for text in (
            "auto x = co_await f({a, b});",
            "co_await f(a, {b});",
            "co_await g(\n    a,\n    {b, c}, d);",
            "co_await f(g({a}));",
        ):
            self.assertEqual([1], awaits.braced_arguments(text), text)

    def test_harmless(self):
        for text in (
            "co_await f(a, {});",
            "co_await f(Name{a, b});",
            "co_await f([this](int x) { return g({x}); });",
            "auto x = co_await f(a); g({b});",
            "// co_await f({a});",
            'co_await f("({a");',
        ):
            self.assertEqual([], awaits.braced_arguments(text), text)

    def test_line(self):
        self.assertEqual([3], awaits.braced_arguments("int a;\n// f({\nco_await f({a});\n"))


    def test_conditional_operators(self):
        self.assertEqual([1, 2], awaits.conditional_awaits("auto x = c ? co_await f(a)\n: co_await g(b);"))
        for text in ("auto x = co_await f(c ? a : b);", "if (c) {\n  co_await f();\n}", "// c ? co_await f()"):
            self.assertEqual([], awaits.conditional_awaits(text), text)


class TreeTest(unittest.TestCase):
    def test_no_awaited_call_is_destroyed_twice(self):
        complaints = [
            f"{path}:{line}"
            for path, text in includes.sources(os.path.join(environment.ROOT, "src"))
            for line in awaits.braced_arguments(text) + awaits.conditional_awaits(text)
        ]
        self.assertEqual([], complaints)
