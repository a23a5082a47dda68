"""The report: what was asked and measured, and every section that is kept, with its plots, date and command."""

import glob
import os

from suite import plot

PLOTS = "plots"
INTRODUCTION = """# Benchmark report

```console
./dev bench --report
```

measures all of this but the size, in half an hour, and writes this page; [bench/README.md](../../bench/README.md) says how it
measures and what the servers are. Parts that are measured apart (`./dev bench --parts PART --save`) keep their figures, so each
section names its date and command. "others used N CPUs" is a figure to distrust.
"""
# Sections in this order, by how their keys begin; what is not named comes last.
ORDER = (
    *("ratios", "throughput-and-latency-1-", "throughput-and-latency-16-", "throughput-and-latency-64-"),
    *("throughput-and-latency-", "latency-at-a-part", "scan-in", "https", "cpu-of-a-request", "one-connection", "one-hot-item"),
    *("gets-beside", "puts-into-a-table", "functions", "start-up", "loading", "memory-under", "connections-that", "many-items"),
    *("an-index", "size"),
)


def rank(key):
    return next((i for i, beginning in enumerate(ORDER) if key.startswith(beginning)), len(ORDER)), key


def series_of(series, group, figure="p999_us", factor=1e-3):
    return [(part["end"], part["groups"][group][figure] * factor) for part in series if part["groups"][group]["requests"]]


def rate_of(series, group):
    points, before = [], 0.0
    for part in series:
        if part["end"] > before:
            points.append((part["end"], part["groups"][group]["requests"] / (part["end"] - before)))
        before = part["end"]
    return points


def throughput_plots(data):
    rates, latencies = {}, {}
    for workload, server, rate, _, p99 in data["cells"]:
        if server in ("ceiling", "rocksdb") and workload not in ("get", "query", "put"):
            continue
        rates.setdefault(workload, {})[server] = rate
        latencies.setdefault(workload, {})[server] = p99 / 1e3
    return {
        "rates": plot.bar_chart("Requests a second", "requests/s", rates, is_logarithmic=True),
        "latencies": plot.bar_chart("p99", "ms", latencies, is_logarithmic=True),
    }


def pace_plots(data):
    """p99 of the workloads, a plot for each server."""
    plots = {}
    for name, curve in data["curves"].items():
        server, workload = name.split(", ")
        plots.setdefault(server, {})[workload] = [(100 * share, p99 / 1e3) for share, _, p99, _ in curve]
    return {
        server.replace(" ", "-"): plot.line_chart(f"p99, {server}", "% of the peak", "ms", lines, is_logarithmic=True)
        for server, lines in plots.items()
    }


def size_plots(data):
    plots = {}
    if "loading" in data:
        lines = {"p99.9": series_of(data["loading"], 0), "p50": series_of(data["loading"], 0, "p50_us")}
        plots["loading"] = plot.line_chart("Loading: batches of 25 puts", "s", "ms", lines, is_logarithmic=True)
        rate = {"items/s": [(x, 25 * y) for x, y in rate_of(data["loading"], 0)]}
        plots["load-rate"] = plot.line_chart("Loading: items a second", "s", "items/s", rate)
    if "mixed" in data:
        lines = {"gets, p99.9": series_of(data["mixed"], 0), "puts, p99.9": series_of(data["mixed"], 1)}
        plots["compaction"] = plot.line_chart("Gets at a constant rate beside puts", "s", "ms", lines, is_logarithmic=True)
    if "deletion" in data:
        deletion = data["deletion"]
        names = ("gets", "puts")[: len(deletion["series"][0]["groups"])]
        lines = {f"{name}, p99.9": series_of(deletion["series"], i) for i, name in enumerate(names)}
        marks = [(5, "DeleteTable")]
        plots["deletion"] = plot.line_chart("Requests to another table", "s", "ms", lines, is_logarithmic=True, marks=marks)
        disk = {"disk": [(at, size / 1e9) for at, size in deletion["disk"]]}
        marks = [(deletion["deleted_at"], "DeleteTable")]
        plots["disk"] = plot.line_chart("Disk while a table goes", "s", "GB", disk, marks=marks)
    return plots


def index_plots(data):
    if "series" not in data:
        return {}
    begin, end = data["built_s"]
    lines = {"updates, p99": series_of(data["series"], 0, "p99_us"), "updates, p99.9": series_of(data["series"], 0)}
    marks = [(begin, "UpdateTable"), (end, "built")]
    return {"index": plot.line_chart("Updates while an index is built", "s", "ms", lines, is_logarithmic=True, marks=marks)}


def plots_of(key, data):
    if "cells" in data:
        return throughput_plots(data)
    if "curves" in data:
        return pace_plots(data)
    if key.startswith("size"):
        return size_plots(data)
    if key.startswith("an-index"):
        return index_plots(data)
    return {}


def ratio_rows(sections):
    rows = []
    for _, section in sections:
        for asked, measured, holds, remark in section["data"].get("ratios", []):
            words = "yes" if holds else "**no**"
            rows.append(f"| {asked} | {measured} | {words} | {section['date']}{'; ' + remark if remark else ''} |")
    return rows


def write(path, sections):
    folder = os.path.dirname(os.path.abspath(path))
    for old in glob.glob(os.path.join(folder, PLOTS, "*.svg")):
        os.remove(old)
    sections = sorted(sections, key=lambda each: rank(each[0]))
    lines = [INTRODUCTION]
    rows = ratio_rows(sections)
    if rows:
        lines += ["## Asked and measured", ""]
        if os.path.exists(os.path.join(folder, "falling-short.md")):
            lines += ["What does not hold, and why: [falling-short.md](falling-short.md).", ""]
        lines += ["| asked | measured | holds | date |", "| --- | --- | --- | --- |", *rows, ""]
    for key, section in sections:
        lines += [f"## {section['title']}", ""]
        lines += ["```console", section["command"], "```", ""]
        lines += [f"{section['date']}, {section['server']}. {section['machine']}.", "", *section["lines"], ""]
        for name, svg in plots_of(key, section["data"]).items():
            if svg:
                plot.save(os.path.join(folder, PLOTS), f"{key}-{name}.svg", svg)
                lines += [f"![{section['title']}: {name}]({PLOTS}/{key}-{name}.svg)", ""]
    os.makedirs(folder, exist_ok=True)
    with open(path, "w", encoding="utf-8") as report:
        report.write("\n".join(lines).rstrip() + "\n")
