"""What a stream costs the puts of its table: the same puts without one, and with each view, in turn."""

import statistics

from harness.client import Client
from suite import tables
from suite.output import milliseconds
from suite.scenarios import WARM_UP_S, Resumed

VIEWS = (None, "KEYS_ONLY", "NEW_AND_OLD_IMAGES")
CONNECTIONS = 64
ROUNDS = 3


def set_view(client, view):
    """Ends the stream that is there, if there is one, and begins another."""
    table = client.call("DescribeTable", TableName=tables.WRITE_TABLE)["Table"]
    if "StreamSpecification" in table:
        update(client, {"StreamEnabled": False})
    if view:
        update(client, {"StreamEnabled": True, "StreamViewType": view})


def update(client, specification):
    client.call("UpdateTable", TableName=tables.WRITE_TABLE, StreamSpecification=specification)
    client.wait_active(tables.WRITE_TABLE)


def print_cost(output, driver, targets, seconds):
    output.heading("Puts into a table with a stream")
    output.print(
        f"PutItem of 1 KB by {CONNECTIONS} connections, {ROUNDS} rounds of each in turn, of which the median is shown; the"
        " cost is that of the whole server, in requests a second and in CPU."
    )
    output.print()
    table = output.table(
        [("server", -14), ("stream", -18), ("puts/s", 8), ("p50 ms", 7), ("p99 ms", 7), ("CPU us", 7), ("slower", 7)]
        + [("CPU more", 8), ("remark", -6)]
    )
    for target in targets:
        rounds = {view: [] for view in VIEWS}
        with Resumed(target):
            client = Client(target.endpoint)
            # Every key is there before the first figure: else the later ones would replace more than the first.
            driver.load(target, [("put", CONNECTIONS)], seconds=2 * seconds)
            for number in range(ROUNDS):
                for view in VIEWS[number:] + VIEWS[:number]:
                    set_view(client, view)
                    target.settle()
                    rounds[view].append(
                        driver.load(target, [("put", CONNECTIONS)], seconds=seconds, warm_up=WARM_UP_S)
                    )
            set_view(client, None)
            client.close()
        print_rows(table, target, rounds)


def middle(values):
    return statistics.median(values)


def print_rows(table, target, rounds):
    rates = {view: middle(each.first["ops_s"] for each in all_of) for view, all_of in rounds.items()}
    cpu = {view: middle(each.cpu_us_per_request for each in all_of) for view, all_of in rounds.items()}
    for view, all_of in rounds.items():
        table.row(
            target.name,
            view or "none",
            f"{rates[view]:,.0f}",
            milliseconds(middle(each.first["p50_us"] for each in all_of)),
            milliseconds(middle(each.first["p99_us"] for each in all_of)),
            f"{cpu[view]:.1f}",
            f"{1 - rates[view] / max(rates[None], 1):.0%}" if view else "",
            f"{cpu[view] / max(cpu[None], 1e-9) - 1:.0%}" if view else "",
            "; ".join(sorted({each.remark() for each in all_of if each.remark()})),
        )
