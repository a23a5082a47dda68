"""Start-up time and memory."""

import statistics

from suite.output import megabytes
from suite.servers import free_port


def measure_starts(driver, make_target, rounds):
    """[(milliseconds, resident bytes)], each on an empty folder."""
    results = []
    for _ in range(rounds):
        target = make_target()
        try:
            results.append(driver.first_answer(target, free_port()))
        finally:
            target.stop()
    return results


def print_starts(output, driver, makers, rounds):
    output.heading("Start-up and idle memory")
    output.print(f"From exec to the first answer on an empty folder, {rounds} starts; resident memory at that moment.")
    output.print()
    table = output.table([("server", -14), ("median ms", 9), ("best ms", 8), ("idle MB", 8)])
    for name, make_target in makers.items():
        results = measure_starts(driver, make_target, rounds)
        times = [milliseconds for milliseconds, _ in results]
        table.row(
            name,
            f"{statistics.median(times):.1f}",
            f"{min(times):.1f}",
            megabytes(statistics.median(resident for _, resident in results)),
        )


def print_loaded_memory(output, rows, items):
    """`rows`: (name, items a second, resident bytes)"""
    output.heading("Loading, and memory afterwards")
    output.print(f"{items:,} items of 1 KB by BatchWriteItem of 25, 8 connections.")
    output.print()
    table = output.table([("server", -14), ("items/s", 9), ("loaded MB", 9)])
    for name, rate, resident in rows:
        table.row(name, f"{rate:,.0f}", megabytes(resident))
