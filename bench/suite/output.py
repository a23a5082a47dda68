"""What is printed is also the report: Markdown, whose tables are aligned for a terminal."""

import os
import subprocess


class Output:
    def __init__(self):
        self.lines = []

    def print(self, line=""):
        self.lines.append(line)
        print(line, flush=True)

    def heading(self, text):
        self.print()
        self.print(f"## {text}")
        self.print()

    def table(self, columns):
        return Table(self, columns)

    def save(self, path, title, command):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8") as report:
            report.write(f"# {title}\n\n```console\n{command}\n```\n\n")
            report.write("\n".join(self.lines).strip() + "\n")


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
