#!/usr/bin/env python3
"""Measures Stator, its peers and a ceiling on this machine (README.md)."""

import argparse
import datetime
import functools
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests"))

from suite import footprint, functions, memory, scenarios, servers, streams, tables, throughput  # noqa: E402
from suite.driver import Driver, DriverFailure  # noqa: E402
from suite.output import Output, machine, revision  # noqa: E402

# Reads first: what writes leave to do in the background would cost them time.
WORKLOADS = ["get", "query", "batch_read", "scan", "select", "put", "update", "batch_write", "transact"]
OTHER_WORKLOADS = ["mixed"]
PARTS = ["start", "throughput", "hot", "sync", "fair", "streams", "ttl", "connections", "memory", "functions"]
REPORT = os.path.join(ROOT, "docs", "benchmarks", "figures.md")


def list_of(*known):
    def parse(text):
        names = [name for name in text.split(",") if name and name != "none"]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(known)}")
        return names

    return parse


def numbers(text):
    return [int(word) for word in text.split(",")]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--build", default="build/release", help="folder of the server and of bench/ with its tools")
    add("--parts", type=list_of(*PARTS), default=PARTS, help=f"of {','.join(PARTS)} (default: all)")
    add("--modes", type=list_of(*servers.MODES), default=list(servers.MODES), help="of " + ",".join(servers.MODES))
    add("--peers", type=list_of(*servers.PEERS), help=f"of {','.join(servers.PEERS)}, or none (default: what is there)")
    add("--no-ceiling", action="store_true", help="leave the ceiling out")
    add("--workloads", type=list_of(*WORKLOADS, *OTHER_WORKLOADS), default=WORKLOADS, help="of "
        + ",".join(WORKLOADS + OTHER_WORKLOADS))
    add("--connections", type=numbers, default=[1, 16, 64], help="(default: 1,16,64)")
    add("--seconds", type=float, default=1.5, help="of each measurement (default: 1.5)")
    add("--threads", type=int, default=1, help="event loops of Stator; with 1 it stays on one CPU (default: 1)")
    add("--items", type=int, default=100_000, help="of 1 KB in the measured table (default: 100000)")
    add("--write-keys", type=int, default=300_000, help="that puts pick from (default: 300000)")
    add("--ttl", type=int, default=300_000, metavar="N", help="items that expire at once (default: 300000)")
    add("--memory", type=int, default=64, metavar="MiB", help="setting of the part memory (default: 64)")
    add("--memory-items", type=int, default=650_000, metavar="N", help="of 1 KB, loaded there (default: 650000)")
    add("--starts", type=int, default=10, help="starts to take the median of (default: 10)")
    add("--seed", type=int, default=1)
    add("--folder", help="data folders are made here, so its disk is measured (default: BUILD)")
    add("--report", nargs="?", const=REPORT, metavar="FILE", help="write the figures to FILE, too (default:"
        " docs/benchmarks/figures.md)")
    options = parser.parse_args()
    if options.items < 100 or options.items % 100 or options.memory_items % 100:
        parser.error("--items and --memory-items must be multiples of 100")
    return options


def peer_names(options, output):
    """The peers that can be started here."""
    wanted = list(servers.PEERS) if options.peers is None else options.peers
    names = []
    for name in wanted:
        try:
            servers.PEERS[name](options.folder).stop()
            names.append(name)
        except servers.Unavailable as reason:
            if options.peers is not None:
                sys.exit(f"bench: {reason}")
            output.print(f"Without {name}: {reason}.")
    return names


def makers_of(options, output):
    """name -> function that makes the server, in the order in which they are measured."""
    tools = os.path.join(options.build, "bench")
    makers = {}
    if not options.no_ceiling:
        ceiling = os.path.join(tools, "stator_bench_ceiling")
        makers["ceiling"] = functools.partial(servers.Ceiling, options.folder, ceiling, options.threads)
    for name in peer_names(options, output):
        makers[name] = functools.partial(servers.PEERS[name], options.folder)
    program = os.path.join(options.build, "stator")
    for mode in options.modes:
        makers[f"stator {mode}"] = functools.partial(servers.Stator, options.folder, program, mode, options.threads)
    return makers


def start_and_load(output, driver, makers, running):
    """Starts every server into `running`, one after the other, loads it and holds it."""
    rows = []
    for make_target in makers.values():
        target = make_target()
        running.append(target)
        target.start()
        if target.has_tables:
            rate = tables.create_and_load(target, driver)
            target.settle()
            rows.append((target.name, rate, target.resident_bytes()))
        target.pause()
    return rows


def run(options, output):
    driver_program = os.path.join(options.build, "bench", "stator_bench_driver")
    driver = Driver(driver_program, options.items, options.write_keys, options.seed)
    program = os.path.join(options.build, "stator")
    version = subprocess.run([program, "--version"], stdout=subprocess.PIPE, check=True).stdout
    output.print(f"{version.decode().strip()}, revision {revision(ROOT)}, {datetime.date.today()}.")
    loops = "one event loop" if options.threads == 1 else f"{options.threads} event loops"
    output.print(f"{machine()}; {loops}; the driver on the same machine.")
    makers = makers_of(options, output)
    if "start" in options.parts:
        with_tables = {name: make for name, make in makers.items() if name != "ceiling"}
        footprint.print_starts(output, driver, with_tables, options.starts)
    running = []
    try:
        if set(options.parts) - {"start", "memory", "functions"}:
            loaded = start_and_load(output, driver, makers, running)
            footprint.print_loaded_memory(output, loaded, options.items)
            run_parts(options, output, driver, running)
    finally:
        for target in running:
            target.stop()
    if "functions" in options.parts:
        functions.print_functions(output, options.folder, program, options.threads, options.seconds)
    if "memory" in options.parts and options.memory_items > 0:
        run_memory(options, output, driver_program, program)


def run_memory(options, output, driver_program, program):
    mode = next((mode for mode in ("relaxed", "durable") if mode in options.modes), None)
    if mode is None:
        return
    driver = Driver(driver_program, options.memory_items, options.write_keys, options.seed)
    arguments = ["--memory", f"{options.memory}MB"]
    make = functools.partial(servers.Stator, options.folder, program, mode, options.threads, arguments)
    memory.print_memory(output, driver, make, options.memory, options.memory_items, options.seconds)


def run_parts(options, output, driver, running):
    peers = [target.name for target in running if target.name in servers.PEERS]
    stators = [target for target in running if target.name.startswith("stator ")]
    if "throughput" in options.parts:
        throughput.print_throughput(
            output, driver, running, peers, options.workloads, options.connections, options.seconds
        )
    if "hot" in options.parts:
        scenarios.print_hot_item(output, driver, stators, options.seconds)
    for target in stators:
        if "sync" in options.parts and target.mode == "durable":
            scenarios.print_sync(output, driver, target, options.seconds)
    if "fair" in options.parts:
        scenarios.print_fairness(output, driver, stators, options.seconds)
    if "streams" in options.parts:
        streams.print_cost(output, driver, stators, options.seconds)
    # Of the modes, the one in the middle: on a disk, and not waiting for it.
    typical = next((target for target in stators if target.mode == "relaxed"), stators[0] if stators else None)
    if typical and "ttl" in options.parts and options.ttl > 0:
        scenarios.print_expiry(output, driver, typical, options.ttl)
    if typical and "connections" in options.parts:
        scenarios.print_connections(output, driver, typical, options.seconds)


def without_paths(arguments, report):
    """What somebody else would type to get the same figures."""
    kept, words = [], iter(arguments)
    for word in words:
        if word in ("--build", "--folder"):
            next(words)
        elif not word.startswith(("--build=", "--folder=", "--report")) and word != report:
            kept.append(word)
    return kept


def main():
    options = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))  # and no server is left behind
    options.build = os.path.abspath(options.build)
    options.folder = tempfile.mkdtemp(prefix="bench-data-", dir=options.folder or options.build)
    output = Output()
    try:
        run(options, output)
    except (DriverFailure, servers.Unavailable, RuntimeError) as failure:
        sys.exit(f"bench: {failure}")
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)
    if options.report:
        arguments = without_paths(sys.argv[1:], options.report)
        output.save(options.report, "Figures", shlex.join(["./dev", "bench", *arguments]))


if __name__ == "__main__":
    main()
