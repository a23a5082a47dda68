"""What the figures of one run are to each other: of a server that answers with a fixed body, of RocksDB alone, of items of
1 KB, of the latency when nothing waits."""

import statistics

from suite import tables
from suite.driver import remark_of
from suite.output import milliseconds
from suite.throughput import WARM_UP_S, may_answer

CONNECTIONS = 64
# Of what CONNECTIONS ask for in turn, as much as the server answers.
SHARES_OF_PEAK = (0.25, 0.5, 0.75, 0.9)
ASKED_SHARE = 0.5
PACED = ("get", "query", "put", "update")
ASKED_P99_PER_P50 = 10


class Cell:
    """One server's answers to one workload, in several rounds of which the median counts."""

    def __init__(self, target, workload):
        self.target, self.workload, self.rounds = target, workload, []

    def measure(self, driver, seconds):
        self.target.resume()
        try:
            self.target.settle()
            self.rounds.append(self.target.measure(driver, self.workload, CONNECTIONS, seconds, WARM_UP_S))
        finally:
            self.target.pause()

    @property
    def rate(self):
        return statistics.median(each.first["ops_s"] for each in self.rounds)

    @property
    def cpu_us(self):
        return statistics.median(each.cpu_us_per_request for each in self.rounds)


def print_ratios(output, driver, targets, seconds, rounds):
    """`targets`: what runs, by name; those that are not there are left out."""
    comparisons = [
        ("GetItem, of the ceiling", "stator durable", "get", "ceiling", "get", 0.65),
        ("GetItem, of the ceiling", "stator memory", "get", "ceiling", "get", 0.65),
        ("Query of 25 x 1 KB, of a fixed body of 33 KB", "stator durable", "query", "ceiling", "query", 0.25),
        ("durable PutItem of 1 KB, of RocksDB with group commit", "stator durable", "put", "rocksdb", "put", 0.60),
        ("GetItem of 4 KB, of 1 KB", "stator durable", "get_4k", "stator durable", "get", 0.25),
        ("PutItem of 4 KB, of 1 KB", "stator durable", "put_4k", "stator durable", "replace", 0.25),
    ]
    comparisons = [row for row in comparisons if row[1] in targets and row[3] in targets]
    if not comparisons:
        return
    output.heading("Ratios")
    output.print(
        f"Requests a second by {CONNECTIONS} connections, {rounds} rounds of each in turn, of which the median counts. CPU is the"
        " server's per request, in microseconds; RocksDB's is that of its clients' threads, which stay on the server's CPU."
    )
    output.print()
    cells = {}
    for row in comparisons:
        for name, workload in (row[1:3], row[3:5]):
            cells.setdefault((name, workload), Cell(targets[name], workload))
    for _ in range(rounds):
        for cell in cells.values():
            cell.measure(driver, seconds)
    table = output.table(
        [("", -54), ("server", -14), ("ops/s", 8), ("CPU us", 7), ("of", -14), ("ops/s", 8), ("CPU us", 7), ("share", 6)]
        + [("asked", 6), ("remark", -6)]
    )
    for title, name, workload, base_name, base_workload, asked in comparisons:
        ours, base = cells[name, workload], cells[base_name, base_workload]
        share = ours.rate / max(base.rate, 1)
        of_cpu = base.cpu_us / max(ours.cpu_us, 1e-9)
        table.row(
            *(title, name, f"{ours.rate:,.0f}", f"{ours.cpu_us:.1f}", base_name, f"{base.rate:,.0f}", f"{base.cpu_us:.1f}"),
            *(f"{share:.0%}", f"{asked:.0%}"),
            remark_of(ours.rounds + base.rounds),
        )
        output.ratio(f"{title} ({name}): at least {asked:.0%}", f"{share:.0%}; by CPU {of_cpu:.0%}", share >= asked)


class Paces:
    """Rows of requests that come at a constant rate."""

    def __init__(self, output, driver, seconds, rounds):
        self.output, self.driver, self.seconds, self.rounds = output, driver, seconds, rounds
        self.curves = {}
        self.table = output.table(
            [("server", -14), ("workload", -8), ("of peak", 7), ("requests/s", 10), ("p50 ms", 7), ("p99 ms", 7), ("p99.9 ms", 8)]
            + [("p99/p50", 7), ("CPU us", 7), ("waits %", 7), ("remark", -6)]
        )

    def measure(self, target, workload):
        target.settle()
        peak = target.measure(self.driver, workload, CONNECTIONS, self.seconds, WARM_UP_S).first["ops_s"]
        target.settle()
        for share in SHARES_OF_PEAK:
            rate = max(peak * share, 1)
            steepness, waits = self.row(target, workload, share, rate)
            if share != ASKED_SHARE:
                continue
            if target.has_tables:
                self.judge(f"{workload} at half of the peak ({target.name})", steepness, waits)
            if not target.has_background_work:
                self.measure_alone(target, workload, rate)

    def measure_alone(self, target, workload, rate):
        with target.real_time() as allowed:
            if not allowed:
                return
            steepness, waits = self.row(target, workload, ASKED_SHARE, rate, real_time=True)
        if target.has_tables:
            self.judge(f"{workload} at half of the peak ({target.name}, before all other programs)", steepness, waits)

    def judge(self, title, steepness, waits):
        self.output.ratio(
            f"{title}: p99 within {ASKED_P99_PER_P50} times p50",
            f"{steepness:.1f} times; waiting for a CPU {waits:.1%} of the time",
            steepness <= ASKED_P99_PER_P50,
        )

    def row(self, target, workload, share, rate, real_time=False):
        """The median of the rounds by p99: (p99 / p50, share of the time that server and driver waited for a CPU)."""
        measured = []
        for _ in range(self.rounds if share == ASKED_SHARE else 1):
            if measured:
                target.settle()
            load = [(workload, CONNECTIONS, rate)]
            measured.append(self.driver.load(target, load, seconds=self.seconds, warm_up=WARM_UP_S, real_time=real_time))
        measured.sort(key=lambda each: each.first["p99_us"])
        median = measured[(len(measured) - 1) // 2]
        figures = median.first
        steepness = figures["p99_us"] / max(figures["p50_us"], 0.1)
        waits = (median.server_wait_s + median.driver_wait_s) / max(median.seconds, 1e-9)
        self.table.row(
            *(target.name, workload, f"{share:.0%}{'*' if real_time else ''}", f"{figures['ops_s']:,.0f}"),
            *(milliseconds(figures[key]) for key in ("p50_us", "p99_us", "p999_us")),
            *(f"{steepness:.1f}", f"{median.cpu_us_per_request:.1f}", f"{100 * waits:.1f}", median.remark()),
        )
        if not real_time:
            curve = self.curves.setdefault(f"{target.name}, {workload}", [])
            curve.append([share, figures["p50_us"], figures["p99_us"], figures["p999_us"]])
        return steepness, waits


def print_paces(output, driver, targets, seconds, rounds):
    output.heading("Latency at a part of the peak")
    output.print(
        f"Requests come at a constant rate over {CONNECTIONS} connections, a share of what {CONNECTIONS} connections are answered"
        f" that ask again at once. A latency counts from the moment when its request was due. At half of the peak: {rounds}"
        " rounds, of which the one with the median p99 counts. `waits` is how long threads of the server and the driver were ready"
        " to run and had no CPU, of the time; in rows with `*` both go before all other programs and the kernel's threads."
    )
    output.print()
    paces = Paces(output, driver, seconds, rounds)
    for target in targets:
        target.resume()
        for workload in PACED:
            if may_answer(target, workload):
                paces.measure(target, workload)
        target.pause()
    output.data["curves"] = paces.curves


def print_scans(output, driver, targets, seconds):
    segments = 4
    output.heading(f"Scan in {segments} segments")
    output.print(f"Whole pages of 1 MB, a connection for each segment of {driver.items:,} items, over and over.")
    output.print()
    table = output.table(
        [("server", -14), ("pages/s", 8), ("items/s", 9), ("p50 ms", 7), ("p99 ms", 7), ("CPU us/page", 11), ("MB", 7), ("remark", -6)]
    )
    for target in targets:
        target.resume()
        warm_up = 1 if target.compiles_as_it_runs else WARM_UP_S
        measured = driver.load(target, [("scan_all", segments)], seconds=seconds, warm_up=warm_up)
        target.pause()
        pages = measured.first["ops_s"]
        table.row(
            *(target.name, f"{pages:,.0f}", f"{pages * items_of_page(driver):,.0f}"),
            *(milliseconds(measured.first[key]) for key in ("p50_us", "p99_us")),
            *(f"{measured.cpu_us_per_request:,.0f}", f"{measured.resident_after / 1e6:.0f}", measured.remark()),
        )


def items_of_page(driver):
    """On the average: the last page of a segment is shorter."""
    per_segment = driver.items / 4
    full = tables.PAGE_BYTES / tables.ITEM_BYTES
    return per_segment / max(1, -(-per_segment // full))
