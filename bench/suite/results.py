"""Figures that are kept: a file for each section, so that a report can be made of runs at different times."""

import json
import os


class Results:
    """`about`: what every section of this run says of it: command, date, server, machine."""

    def __init__(self, folder, about):
        self.folder, self.about = folder, about

    def keep(self, section):
        os.makedirs(self.folder, exist_ok=True)
        kept = dict(self.about, title=section.title, lines=section.lines, data=section.data)
        path = os.path.join(self.folder, f"{section.key}.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
        os.replace(path + ".new", path)

    def all(self):
        """[(key, section)]"""
        sections = []
        for name in sorted(os.listdir(self.folder)) if os.path.isdir(self.folder) else []:
            key, extension = os.path.splitext(name)
            if extension == ".json":
                with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                    sections.append((key, json.load(file)))
        return sections
