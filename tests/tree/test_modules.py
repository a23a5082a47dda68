"""The console's folders obey their ranks, and the check itself finds what it should."""

import os
import unittest

from harness import environment
from tree import modules

SOURCES = os.path.join(environment.ROOT, "console", "src")


class CheckTest(unittest.TestCase):
    def complaints(self, path, line):
        return [found for target in modules.imported(path, line) if (found := modules.complaint(path, target))]

    def test_allowed(self):
        for path, line in (
            ("tables/List.tsx", 'import { links } from "~/common/links";'),
            ("tables/List.tsx", 'import { x } from "./columns";'),
            ("tables/List.tsx", 'import { Chart } from "~/panels/Chart";'),
            ("tables/edit/Form.tsx", 'import { x } from "../columns";'),
            ("app/features.ts", 'lazy(() => import("~/tables"))'),
            ("main.tsx", 'import { App } from "./app/App";'),
            ("tables/List.tsx", 'import Table from "@cloudscape-design/components/table";'),
        ):
            self.assertEqual([], self.complaints(path, line), (path, line))

    def test_refused(self):
        for path, line in (
            ("tables/List.tsx", 'import { x } from "~/items/values";'),
            ("tables/List.tsx", 'import { x } from "../items/values";'),
            ("common/Page.tsx", 'import { Chart } from "~/panels/Chart";'),
            ("panels/Chart.tsx", 'import {\n  x,\n} from "~/monitoring/x";'),
            ("session/session.ts", 'import { x } from "~/common/links";'),
            ("items/index.tsx", 'import { x } from "~/app/App";'),
        ):
            self.assertTrue(self.complaints(path, line), (path, line))


class ConsoleTest(unittest.TestCase):
    def test_imports_obey_the_ranks(self):
        complaints = []
        for parent, _, names in os.walk(SOURCES):
            for name in names:
                file = os.path.join(parent, name)
                path = os.path.relpath(file, SOURCES)
                with open(file, encoding="utf-8") as opened:
                    text = opened.read()
                complaints += [found for target in modules.imported(path, text) if (found := modules.complaint(path, target))]
        self.assertEqual([], complaints)
