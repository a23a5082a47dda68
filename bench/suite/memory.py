"""Resident memory under a load of many times the `--memory` setting."""

import os

from suite import tables
from suite.output import milliseconds

MIB = 1 << 20
# What runs while memory is watched, one row after the other.
LOADS = (
    ("gets", [("get", 16)]),
    ("queries", [("query", 16)]),
    ("scans of 1 MB", [("scan_all", 8)]),
    ("updates", [("update", 64)]),
    ("batches of 25 puts", [("batch_write", 16)]),
    ("64 endless scans", [("scan_all", 64)]),
    ("all of these", [("get", 16), ("query", 8), ("scan_all", 8), ("update", 16), ("batch_write", 8), ("transact", 8)]),
)


def peak_resident_bytes(target):
    """The highest since forget_peak()."""
    with open(f"/proc/{target.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def forget_peak(target):
    with open(f"/proc/{target.pid}/clear_refs", "w", encoding="ascii") as clear:
        clear.write("5")


def disk_bytes(target):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(target.folder) for name in names)


def print_memory(output, driver, make_target, setting_mib, items, seconds):
    """`driver` has `items`, which are loaded first."""
    target = make_target()
    output.heading("Memory under a load of many times its setting")
    output.print(
        f"{target.name} with --memory {setting_mib}MB: {items:,} items of 1 KB, then reads and writes of all of them. The peak"
        " is what the process has above its memory after the start."
    )
    output.print()
    table = output.table(
        [("", -19), ("ops/s", 8), ("p99 ms", 7), ("peak +MiB", 9), ("of setting", 10), ("remark", -6)]
    )
    try:
        target.start()
        idle = target.resident_bytes()
        rate = tables.create_and_load(target, driver)
        print_row(table, "loading", f"{rate:,.0f}", "", target, idle, setting_mib, f"{disk_bytes(target) / 1e6:,.0f} MB on disk")
        for name, groups in LOADS:
            forget_peak(target)
            measured = driver.load(target, groups, seconds=seconds)
            rate = sum(group["ops_s"] for group in measured.groups)
            slowest = max(group["p99_us"] for group in measured.groups)
            print_row(table, name, f"{rate:,.0f}", milliseconds(slowest), target, idle, setting_mib, measured.remark())
    finally:
        target.stop()


def print_row(table, name, rate, p99, target, idle, setting_mib, remark):
    peak = (peak_resident_bytes(target) - idle) / MIB
    table.row(name, rate, p99, f"{peak:.0f}", f"{peak / setting_mib:.0%}", remark)
