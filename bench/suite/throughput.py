"""Workloads at numbers of connections: each server in turn for each cell, so that a ratio compares neighbours in time."""

from suite.output import milliseconds

WARM_UP_S = 0.3
# The first time that a peer sees a workload: its compiler has to warm up.
FIRST_WARM_UP_S = 2


def may_answer(target, workload):
    if workload == "put_stream" and not target.has_streams:
        return False
    return target.workloads is None or workload in target.workloads


def measure_cell(driver, target, workload, connections, seconds):
    is_first = target.compiles_as_it_runs and workload not in target.seen
    target.seen.add(workload)
    target.resume()
    try:
        return target.measure(driver, workload, connections, seconds, FIRST_WARM_UP_S if is_first else WARM_UP_S)
    finally:
        target.pause()


def print_throughput(output, driver, targets, peers, workloads, connections, seconds):
    """`targets` are started, loaded and paused; `peers` the names of those that others are compared with. A section for each
    number of connections."""
    for number in connections:
        output.heading(f"Throughput and latency, {number} connection{'s' if number > 1 else ''}")
        output.print(
            "CPU is the server's per request, in microseconds; MB its resident memory; x is requests a second, as a multiple of the"
            " peer's."
        )
        output.print()
        for target in targets:
            target.resume()
            target.settle()
            target.pause()
        print_cells(output, driver, targets, peers, workloads, number, seconds)


def print_cells(output, driver, targets, peers, workloads, connections, seconds):
    table = output.table(
        [("workload", -11), ("server", -14), ("ops/s", 8), ("p50 ms", 7), ("p99 ms", 7), ("p99.9 ms", 8), ("CPU us", 7), ("MB", 6)]
        + [(f"x {peer}", 5) for peer in peers]
        + [("remark", -6)]
    )
    cells = output.data.setdefault("cells", [])
    for workload in workloads:
        rates = {}
        for target in targets:
            if not may_answer(target, workload):
                continue
            measured = measure_cell(driver, target, workload, connections, seconds)
            group = measured.first
            rates[target.name] = group["ops_s"]
            cells.append([workload, target.name, group["ops_s"], group["p50_us"], group["p99_us"]])
            ratios = [
                f"{group['ops_s'] / rates[peer]:.1f}"
                if peer != target.name and rates.get(peer) and target.has_tables
                else ""
                for peer in peers
            ]
            table.row(
                *(workload, target.name, f"{group['ops_s']:,.0f}"),
                *(milliseconds(group[key]) for key in ("p50_us", "p99_us", "p999_us")),
                *(f"{measured.cpu_us_per_request:.1f}", f"{measured.resident_after / 1e6:.0f}"),
                *ratios,
                measured.remark(),
            )
