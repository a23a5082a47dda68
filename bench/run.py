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

from suite import footprint, functions, index, memory, ratios, report, scaling, scenarios, servers, size  # noqa: E402
from suite import streams, tables, throughput  # noqa: E402
from suite.driver import Driver, DriverFailure  # noqa: E402
from suite.output import Output, machine, revision  # noqa: E402
from suite.results import Results  # noqa: E402

# Reads first: what writes leave to do in the background would cost them time.
WORKLOADS = [
    *("get", "get_4k", "query", "batch_read", "scan", "select", "put", "put_4k", "update", "zipfian", "batch_write", "transact"),
    "put_stream",
]
OTHER_WORKLOADS = ["mixed", "replace"]
PARTS = [
    *("start", "ratios", "throughput", "pace", "scan", "hot", "sync", "fair", "streams", "ttl", "connections", "memory"),
    *("functions", "tls", "loops", "growth", "index"),
]
LONG_PARTS = ["size"]  # only when asked for
# The ceiling shows what of a latency is the machine's.
PACED_SERVERS = ("ceiling", "stator memory", "stator durable")
# The others need no servers that run all the time, with a table that is loaded.
SHARED_PARTS = {"ratios", "throughput", "pace", "scan", "hot", "sync", "fair", "streams", "ttl", "connections"}
REPORT = os.path.join(ROOT, "docs", "benchmarks", "report.md")
SIZE_UNITS = {"MB": 1_000_000, "GB": 1_000_000_000}


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


def bytes_of(text):
    number, unit = text[:-2], text[-2:].upper()
    if unit not in SIZE_UNITS:
        raise argparse.ArgumentTypeError(f"{text}: must end in MB or GB")
    return int(float(number) * SIZE_UNITS[unit])


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--build", default="build/release", help="folder of the server and of bench/ with its tools")
    add("--parts", type=list_of(*PARTS, *LONG_PARTS), default=PARTS, help=f"of {','.join(PARTS + LONG_PARTS)} (default: all"
        f" but {','.join(LONG_PARTS)})")
    add("--modes", type=list_of(*servers.MODES), default=list(servers.MODES), help="of " + ",".join(servers.MODES))
    add("--peers", type=list_of(*servers.PEERS), help=f"of {','.join(servers.PEERS)}, or none (default: what is there)")
    add("--no-ceiling", action="store_true", help="leave out the ceiling, and RocksDB alone")
    add("--workloads", type=list_of(*WORKLOADS, *OTHER_WORKLOADS), default=WORKLOADS, help="of "
        + ",".join(WORKLOADS + OTHER_WORKLOADS))
    add("--connections", type=numbers, default=[1, 16, 64, 256], help="(default: 1,16,64,256)")
    add("--seconds", type=float, default=1.5, help="of each measurement (default: 1.5)")
    add("--rounds", type=int, default=3, help="of what is compared in turns, of which the median counts (default: 3)")
    add("--threads", type=int, default=1, help="event loops of Stator; with 1 it stays on one CPU (default: 1)")
    add("--items", type=int, default=100_000, help="of 1 KB in the measured table (default: 100000)")
    add("--write-keys", type=int, default=300_000, help="that puts pick from (default: 300000)")
    add("--ttl", type=int, default=300_000, metavar="N", help="items that expire at once (default: 300000)")
    add("--memory", type=int, default=64, metavar="MiB", help="setting of the part memory (default: 64)")
    add("--memory-items", type=int, default=650_000, metavar="N", help="of 1 KB, loaded there (default: 650000)")
    add("--growth", type=numbers, default=[10_000, 1_000_000], metavar="N,N", help="few and many items, for the CPU of a request"
        " (default: 10000,1000000)")
    add("--index-items", type=int, default=300_000, metavar="N", help="to which an index is added (default: 300000)")
    add("--size", type=bytes_of, default="10GB", help="of the items of the part size, which has --memory, too (default: 10GB)")
    add("--starts", type=int, default=10, help="starts to take the median of (default: 10)")
    add("--seed", type=int, default=1)
    add("--folder", help="data folders are made here, so its disk is measured (default: BUILD)")
    add("--save", action="store_true", help="keep the figures for a report that is written later")
    add("--report", nargs="?", const=REPORT, metavar="FILE", help="keep the figures, and write a report of all that are kept"
        " (default: docs/benchmarks/report.md); with --parts none of those that were kept before")
    add("--results", metavar="FOLDER", help="where figures are kept (default: BUILD/bench-results)")
    options = parser.parse_args()
    if options.items < 100 or any(
        number % 100 for number in (options.items, options.memory_items, options.index_items, *options.growth)
    ):
        parser.error("--items, --memory-items, --index-items and --growth must be multiples of 100")
    if len(options.growth) != 2 or options.growth[1] % min(options.growth[0], scaling.HOT_ITEMS):
        parser.error("--growth must be two numbers, the second one a multiple of the first")
    options.results = options.results or os.path.join(options.build, "bench-results")
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
        floor = os.path.join(tools, "stator_bench_floor")
        makers["rocksdb"] = functools.partial(servers.Floor, options.folder, floor)
    for name in peer_names(options, output):
        makers[name] = functools.partial(servers.PEERS[name], options.folder)
    program = os.path.join(options.build, "stator")
    for mode in options.modes:
        makers[f"stator {mode}"] = functools.partial(servers.Stator, options.folder, program, mode, options.threads)
    return makers


def start_and_load(options, driver, makers, running):
    """Starts every server into `running`, one after the other, loads it and holds it."""
    workloads = options.workloads if "throughput" in options.parts else []
    has_large = "ratios" in options.parts or any(workload.endswith("_4k") for workload in workloads)
    rows = []
    for make_target in makers.values():
        target = make_target()
        running.append(target)
        target.start()
        if target.has_tables:
            rate = tables.create_and_load(target, driver)
            target.settle()
            resident = target.resident_bytes()
            if has_large:
                tables.create_and_load_large(target, driver)
            if target.has_streams and "put_stream" in workloads:
                tables.create_with_stream(target)
            rows.append((target.name, rate, resident))
        target.pause()
    return rows


def about(options):
    """What the figures of this run are of."""
    program = os.path.join(options.build, "stator")
    version = subprocess.run([program, "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    arguments = without_paths(sys.argv[1:])
    loops = "one event loop" if options.threads == 1 else f"{options.threads} event loops"
    return {
        "command": shlex.join(["./dev", "bench", *arguments]),
        "date": str(datetime.date.today()),
        "server": f"{version}, revision {revision(ROOT)}",
        "machine": f"{machine()}; {loops}; the driver on the same machine",
    }


def run(options, output):
    driver_program = os.path.join(options.build, "bench", "stator_bench_driver")
    driver = Driver(driver_program, options.items, options.write_keys, options.seed)
    program = os.path.join(options.build, "stator")
    makers = makers_of(options, output)
    if "start" in options.parts:
        with_tables = {name: make for name, make in makers.items() if name not in ("ceiling", "rocksdb")}
        footprint.print_starts(output, driver, with_tables, options.starts)
    running = []
    try:
        if SHARED_PARTS & set(options.parts):
            loaded = start_and_load(options, driver, makers, running)
            footprint.print_loaded_memory(output, loaded, options.items)
            run_parts(options, output, driver, running)
    finally:
        for target in running:
            target.stop()
    if "functions" in options.parts:
        functions.print_functions(output, options.folder, program, options.threads, options.seconds)
    if "memory" in options.parts and options.memory_items > 0:
        run_memory(options, output, driver_program, program)
    run_scaling(options, output, driver_program, program)
    if "size" in options.parts:
        run_size(options, output, driver_program, program)


def run_scaling(options, output, driver_program, program):
    """What needs servers of its own."""
    def driver_of(items, pinned=True):
        return Driver(driver_program, items, options.write_keys, options.seed, pinned=pinned)

    # Of the modes, the one in the middle: on a disk, and not waiting for it.
    mode = next((mode for mode in ("relaxed", "durable") if mode in options.modes), None)
    if mode is None:
        return
    server = functools.partial(servers.Stator, options.folder, program, mode)
    if "tls" in options.parts:
        plain = functools.partial(server, options.threads)
        secure = functools.partial(scaling.Secure, options.folder, program, mode, options.threads)
        scaling.print_tls(output, driver_of(options.items), plain, secure, options.seconds, options.rounds)
    if "loops" in options.parts:
        driver = driver_of(options.items, pinned=False)
        scaling.print_loops(output, driver, functools.partial(server, pinned=False), options.seconds, options.rounds)
    if "growth" in options.parts:
        drivers = [driver_of(items) for items in options.growth]
        scaling.print_growth(output, drivers, functools.partial(server, options.threads), options.seconds, options.rounds)
    if "index" in options.parts:
        make = functools.partial(server, options.threads, pinned=False)
        index.print_index(output, driver_of(options.index_items, pinned=False), make)


def run_size(options, output, driver_program, program):
    mode = "durable" if "durable" in options.modes else options.modes[0]
    items = options.size // tables.ITEM_BYTES // 100 * 100
    driver = Driver(driver_program, items, options.write_keys, options.seed, pinned=False)
    arguments = ["--memory", f"{options.memory}MB"]
    make = functools.partial(servers.Stator, options.folder, program, mode, options.threads, arguments, pinned=False)
    size.Size(output, driver, make, options.memory, options.seconds).run()


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
    if "ratios" in options.parts:
        ratios.print_ratios(output, driver, {target.name: target for target in running}, options.seconds, options.rounds)
    if "throughput" in options.parts:
        throughput.print_throughput(
            output, driver, running, peers, options.workloads, options.connections, options.seconds
        )
    if "pace" in options.parts:
        paced = [target for target in running if target.name in PACED_SERVERS]
        ratios.print_paces(output, driver, paced, options.seconds, options.rounds)
    if "scan" in options.parts:
        ratios.print_scans(output, driver, [target for target in running if target.has_tables], options.seconds)
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


def without_paths(arguments):
    """What somebody else would type to get the same figures."""
    ours = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--build", "--folder", "--results"):
        ours.add_argument(name)
    ours.add_argument("--report", nargs="?")
    ours.add_argument("--save", action="store_true")
    return ours.parse_known_args(arguments)[1]


def main():
    options = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))  # and no server is left behind
    options.build = os.path.abspath(options.build)
    results = Results(options.results, about(options))
    print(f"{results.about['server']}, {results.about['date']}.")
    print(f"{results.about['machine']}.")
    output = Output(results.keep if options.save or options.report else None)
    if options.parts:
        options.folder = tempfile.mkdtemp(prefix="bench-data-", dir=options.folder or options.build)
        try:
            run(options, output)
            output.end_section()
        except (DriverFailure, servers.Unavailable, RuntimeError) as failure:
            sys.exit(f"bench: {failure}")
        finally:
            shutil.rmtree(options.folder, ignore_errors=True)
    if options.report:
        report.write(options.report, results.all())


if __name__ == "__main__":
    main()
