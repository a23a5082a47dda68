"""What is printed is also the report: Markdown, whose tables are aligned for a terminal."""

import os
import re
import subprocess


class Section:
    """A heading and what is below it; `data` is what a report draws and sums up."""

    def __init__(self, title):
        self.title, self.lines, self.data = title, [], {}

    @property
    def key(self):
        return re.sub("[^a-z0-9.]+", "-", self.title.lower()).strip("-")


class Output:
    """Prints as it comes. `keep` is called with each section that is complete."""

    def __init__(self, keep=None):
        self.sections = [Section("")]
        self.keep = keep

    @property
    def data(self):
        return self.sections[-1].data

    def print(self, line=""):
        self.sections[-1].lines.append(line)
        print(line, flush=True)

    def heading(self, text):
        self.end_section()
        self.sections.append(Section(text))
        print(f"\n## {text}\n", flush=True)

    def end_section(self):
        if self.keep and self.sections[-1].title:
            self.keep(self.sections[-1])

    def ratio(self, asked, measured, holds, remark=""):
        """A line of the report's first table."""
        self.data.setdefault("ratios", []).append([asked, measured, holds, remark])

    def table(self, columns):
        return Table(self, columns)


class Table:
    """Rows are printed as they come. `columns`: (heading, width) pairs; a negative width aligns to the left."""

    def __init__(self, output, columns):
        self.output = output
        self.widths = [max(abs(width), len(heading)) * (1 if width > 0 else -1) for heading, width in columns]
        self.row(*(heading for heading, _ in columns))
        self.output.print(
            "|" + "|".join("-" * (abs(width) + 1) + (":" if width > 0 else "-") for width in self.widths) + "|"
        )

    def row(self, *cells):
        padded = [
            cell.ljust(-width) if width < 0 else cell.rjust(width)
            for cell, width in zip(map(str, cells), self.widths)
        ]
        self.output.print("| " + " | ".join(padded) + " |")


def milliseconds(microseconds):
    return f"{microseconds / 1000:.2f}"


def megabytes(count):
    return f"{count / 1e6:.1f}"


def machine():
    """In general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {memory / 2**30:.0f} GB of memory, {os.uname().sysname}"


def revision(root):
    done = subprocess.run(
        ["git", "-C", root, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return done.stdout.decode().strip() or "unknown"
