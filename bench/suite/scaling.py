"""What stays the same: the cost of a request with more items, with another event loop, and with TLS."""

import os
import statistics

from suite import servers, tables
from suite.driver import remark_of
from suite.output import milliseconds
from suite.throughput import WARM_UP_S

CONNECTIONS = 64
HOT_ITEMS = 10_000
WARM_REQUESTS = 10  # for each of them
GROWTH_WORKLOADS = ("get", "query", "update", "replace")
LOOPS_WORKLOADS = ("get", "query", "put", "update")
TLS_WORKLOADS = ("get", "query", "put")
GROWTH_MEMORY = "1024MB"
ASKED_GROWTH, ASKED_LOOPS = 0.25, 0.15
LOOP_SHARE = 0.3  # so that the driver has a CPU for what it sends to two loops


def loaded(make_target, driver, running):
    target = make_target()
    running.append(target)
    target.start()
    tables.create_and_load(target, driver)
    target.settle()
    target.pause()
    return target


def in_turns(pair, workload, rounds, measure):
    """For each of the pair: (CPU of a request, requests a second, p50, p99: medians of the rounds; the rounds)."""
    measured = [[], []]
    for number in range(rounds):
        for i in (0, 1) if number % 2 == 0 else (1, 0):
            pair[i].resume()
            pair[i].settle()
            measured[i].append(measure(i, pair[i], workload))
            pair[i].pause()
    return [
        (
            statistics.median(each.cpu_us_per_request for each in all_of),
            *(statistics.median(each.first[key] for each in all_of) for key in ("ops_s", "p50_us", "p99_us")),
            all_of,
        )
        for all_of in measured
    ]


def measure(driver, target, workload, connections, seconds):
    return target.measure(driver, workload, connections, seconds, WARM_UP_S)


def print_pair(output, names, rows):
    """`rows`: (first column, figures of the one, figures of the other), with how much the CPU time grows."""
    table = output.table(
        [("", -9)]
        + [(f"{what}, {name}", 8) for name in names for what in ("ops/s", "p50 ms", "p99 ms", "CPU us")]
        + [("CPU", 6), ("remark", -6)]
    )
    for title, *both in rows:
        cells = []
        for cpu, rate, p50, p99, _ in both:
            cells += [f"{rate:,.0f}", milliseconds(p50), milliseconds(p99), f"{cpu:.1f}"]
        table.row(title, *cells, f"{growth_of(both):+.0%}", remark_of(both[0][4] + both[1][4]))


def growth_of(both):
    return both[1][0] / max(both[0][0], 1e-9) - 1


def warm(driver, target, workload, hot, seconds):
    """Until all hot items were most probably asked for, so that all are in the caches."""
    target.resume()
    answered = 0
    while answered < WARM_REQUESTS * hot:
        measured = driver.load(target, [(workload, CONNECTIONS)], seconds=seconds, hot_items=hot)
        if not measured.first["answered_ok"]:
            break  # the figures will say why
        answered += measured.first["answered_ok"]
    target.pause()


def print_growth(output, drivers, make_target, seconds, rounds):
    """`drivers`: two, of few and of many items. `make_target` takes arguments of the server."""
    few, many = (driver.items for driver in drivers)
    hot = min(HOT_ITEMS, few)
    output.heading(f"CPU of a request, {few:,} and {many:,} items")
    output.print(
        f"Requests name {hot:,} items, evenly apart among all (queries: those of {hot // 100} partitions), after a"
        f" warm-up, so that both servers find them in their caches (--memory {GROWTH_MEMORY}); {CONNECTIONS} connections, the"
        f" median of {rounds} rounds in turn."
    )
    output.print()
    running = []
    try:
        pair = [loaded(lambda: make_target(["--memory", GROWTH_MEMORY]), driver, running) for driver in drivers]
        rows = []
        for workload in GROWTH_WORKLOADS:
            for driver, target in zip(drivers, pair):
                warm(driver, target, workload, hot, seconds)
            both = in_turns(
                pair,
                workload,
                rounds,
                lambda i, target, workload: drivers[i].load(
                    target, [(workload, CONNECTIONS)], seconds=seconds, warm_up=WARM_UP_S, hot_items=hot
                ),
            )
            rows.append((workload, *both))
            change = growth_of(both)
            output.ratio(
                f"{workload}, CPU of a request from {few:,} to {many:,} items: within {ASKED_GROWTH:.0%}",
                f"{change:+.0%}",
                change <= ASKED_GROWTH,
            )
        print_pair(output, (f"{few:,}", f"{many:,}"), rows)
    finally:
        for target in running:
            target.stop()


def print_loops(output, driver, make_target, seconds, rounds):
    """`make_target` takes a number of event loops; nothing is pinned."""
    output.heading("CPU of a request, one event loop and two")
    output.print(
        f"{CONNECTIONS} connections, the median of {rounds} rounds in turn. Neither the servers nor the driver are pinned to a CPU;"
        f" there are {os.cpu_count()}."
    )
    output.print()
    running = []
    try:
        pair = [loaded(lambda: make_target(loops), driver, running) for loops in (1, 2)]
        at_peak = {
            workload: in_turns(pair, workload, rounds, lambda _, *cell: measure(driver, *cell, CONNECTIONS, seconds))
            for workload in LOOPS_WORKLOADS
        }
        print_loops_table(output, at_peak, "from one event loop to two")
        output.print()
        output.print(
            f"The same with {CONNECTIONS} connections for each loop, and a constant rate for each, {LOOP_SHARE:.0%} of what one loop"
            " answered above: so both kinds of loop have the same to do, and find as many requests at a time."
        )
        output.print()

        def at_a_rate(i, target, workload):
            group = (workload, (i + 1) * CONNECTIONS, round((i + 1) * LOOP_SHARE * at_peak[workload][0][1]))
            return driver.load(target, [group], seconds=seconds, warm_up=WARM_UP_S)

        evenly = {workload: in_turns(pair, workload, rounds, at_a_rate) for workload in LOOPS_WORKLOADS}
        print_loops_table(output, evenly, "from one event loop to two of the same load each")
    finally:
        for target in running:
            target.stop()


def print_loops_table(output, measured, growth):
    """`measured`: for each workload the figures of one loop and of two."""
    for workload, both in measured.items():
        change = growth_of(both)
        output.ratio(
            f"{workload}, CPU of a request {growth}: within {ASKED_LOOPS:.0%}", f"{change:+.0%}", change <= ASKED_LOOPS
        )
    print_pair(output, ("one loop", "two"), [(workload, *both) for workload, both in measured.items()])


class Secure(servers.Stator):
    """Serves HTTPS, with a certificate of its own."""

    is_tls = True

    def command(self, port):
        return [*super().command(port), "--tls-self-signed"]

    def wait_until_answering(self):
        # What the client trusts; the file is there once the server listens.
        os.environ["SSL_CERT_FILE"] = os.path.join(self.data_folder, "tls", "certificate.pem")
        super().wait_until_answering()


def print_tls(output, driver, make_plain, make_secure, seconds, rounds, connections=(1, CONNECTIONS)):
    output.heading("HTTPS beside HTTP")
    running = []
    try:
        pair = [loaded(make, driver, running) for make in (make_plain, make_secure)]
        output.print(
            f"{pair[0].name}, TLS 1.3 with the certificate that the server makes; the median of {rounds} rounds in turn."
        )
        output.print()
        rows = []
        for number in connections:
            for workload in TLS_WORKLOADS:
                both = in_turns(pair, workload, rounds, lambda _, *cell: measure(driver, *cell, number, seconds))
                rows.append((f"{workload}, {number}", *both))
        print_pair(output, ("HTTP", "HTTPS"), rows)
    finally:
        for target in running:
            target.stop()
