"""Workloads at numbers of connections: each server in turn for each cell, so that a ratio compares neighbours in time."""

from suite.output import milliseconds

WARM_UP_S = 0.3
# The first time that a peer sees a workload: its compiler has to warm up.
FIRST_WARM_UP_S = 2


def may_answer(target, workload):
    return target.workloads is None or workload in target.workloads


def measure_cell(driver, target, workload, connections, seconds):
    is_first = target.compiles_as_it_runs and workload not in target.seen
    target.seen.add(workload)
    warm_up = FIRST_WARM_UP_S if is_first else WARM_UP_S
    target.resume()
    try:
        return driver.load(target, [(workload, connections)], seconds=seconds, warm_up=warm_up)
    finally:
        target.pause()


def print_throughput(output, driver, targets, peers, workloads, connections, seconds):
    """`targets` are started, loaded and paused; `peers` the names of those that others are compared with."""
    output.heading("Throughput and latency")
    output.print(
        "CPU is the server's per request, in microseconds; x is requests a second, as a multiple of the peer's."
    )
    output.print()
    table = output.table(
        [("conns", 5), ("workload", -11), ("server", -14), ("ops/s", 8), ("p50 ms", 7), ("p99 ms", 7)]
        + [("CPU us", 7)]
        + [(f"x {peer}", 5) for peer in peers]
        + [("remark", -6)]
    )
    for number in connections:
        for target in targets:
            target.resume()
            target.settle()
            target.pause()
        for workload in workloads:
            rates = {}
            for target in targets:
                if not may_answer(target, workload):
                    continue
                measured = measure_cell(driver, target, workload, number, seconds)
                group = measured.first
                rates[target.name] = group["ops_s"]
                ratios = [
                    f"{group['ops_s'] / rates[peer]:.1f}"
                    if peer != target.name and rates.get(peer) and target.has_tables
                    else ""
                    for peer in peers
                ]
                table.row(
                    *(number, workload, target.name, f"{group['ops_s']:,.0f}"),
                    *(milliseconds(group["p50_us"]), milliseconds(group["p99_us"])),
                    f"{measured.cpu_us_per_request:.1f}",
                    *ratios,
                    measured.remark(),
                )
