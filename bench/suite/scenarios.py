"""What one figure of a workload does not show: one hot item, the cost of a sync, neighbours that scan, connections that do
nothing, and many items that expire at once."""

import math
import time

from harness.client import Client
from suite import tables
from suite.output import megabytes, milliseconds
from suite.servers import ResidentSampler

GET_CONNECTIONS = 4
SCANS = 4
HOT_CONNECTIONS = 64
CALIBRATION_ITEMS = 10_000
EXPIRY_TIMEOUT_S = 600
POLL_S = 0.1
AN_HOUR_S = 3600
WARM_UP_S = 0.3
CONNECTIONS_WARM_UP_S = 2  # until each slow reader's page is made


class Resumed:
    """A paused server that runs inside of `with`."""

    def __init__(self, target):
        self.target = target

    def __enter__(self):
        self.target.resume()
        return self.target

    def __exit__(self, *unused):
        self.target.pause()


def print_hot_item(output, driver, targets, seconds):
    output.heading("One hot item")
    output.print(
        f"UpdateItem with ADD 1 by {HOT_CONNECTIONS} connections, to one item and to an item each. The sum is held against"
        " the number of answers."
    )
    output.print()
    table = output.table(
        [("server", -14), ("one item/s", 10), ("p99 ms", 7), ("items of own/s", 14), ("share", 6), ("sums", -6), ("remark", -6)]
    )
    for target in targets:
        with Resumed(target):
            hot, hot_is_right = count_hits(driver, target, "add_hot", seconds)
            distinct, distinct_is_right = count_hits(driver, target, "add_distinct", seconds)
        table.row(
            target.name,
            f"{hot.first['ops_s']:,.0f}",
            milliseconds(hot.first["p99_us"]),
            f"{distinct.first['ops_s']:,.0f}",
            f"{hot.first['ops_s'] / max(distinct.first['ops_s'], 1):.0%}",
            "right" if hot_is_right and distinct_is_right else "WRONG",
            "; ".join(filter(None, [hot.remark(), distinct.remark()])),
        )


def count_hits(driver, target, workload, seconds):
    client = Client(target.endpoint)
    before = tables.sum_of_hits(client)
    measured = driver.load(target, [(workload, HOT_CONNECTIONS)], seconds=seconds, warm_up=WARM_UP_S)
    counted = tables.sum_of_hits(client) - before
    client.close()
    return measured, counted == measured.first["answered_ok"]


def print_sync(output, driver, target, seconds):
    output.heading("One connection, durable, and the disk")
    output.print("fdatasync of 1 KB appended to a file in the same folder, before and after PutItem of 1 KB.")
    output.print()
    before = driver.sync(target.folder, seconds / 2)
    with Resumed(target):
        put = driver.load(target, [("put", 1)], seconds=seconds, warm_up=WARM_UP_S)
    after = driver.sync(target.folder, seconds / 2)
    table = output.table([("", -16), ("p50 us", 8), ("p99 us", 8), ("remark", -6)])
    for name, measured in (("fdatasync before", before), ("put", put), ("fdatasync after", after)):
        figures = measured.first
        table.row(name, f"{figures['p50_us']:.0f}", f"{figures['p99_us']:.0f}", measured.remark())
    syncs = (before.first["p50_us"] + after.first["p50_us"]) / 2
    output.print()
    output.print(f"At the median, a put takes {put.first['p50_us'] - syncs:+.0f} us beside a sync.")


def print_fairness(output, driver, targets, seconds):
    output.heading("Gets beside endless scans")
    output.print(
        f"GetItem by {GET_CONNECTIONS} connections, alone and beside {SCANS} connections that scan the whole table in pages"
        " of 1 MB."
    )
    output.print()
    table = output.table(
        [("server", -14), ("beside", -8), ("gets/s", 8), ("p50 ms", 7), ("p99 ms", 7), ("p99.9 ms", 8), ("pages/s", 8)]
        + [("remark", -6)]
    )
    for target in targets:
        for scans in (0, SCANS):
            groups = [("get", GET_CONNECTIONS)] + ([("scan_all", scans)] if scans else [])
            with Resumed(target):
                measured = driver.load(target, groups, seconds=seconds, warm_up=WARM_UP_S)
            get = measured.first
            table.row(
                *(target.name, f"{scans} scans" if scans else "nothing", f"{get['ops_s']:,.0f}"),
                *(milliseconds(get[key]) for key in ("p50_us", "p99_us", "p999_us")),
                f"{measured.groups[1]['ops_s']:,.0f}" if scans else "",
                measured.remark(),
            )


def print_connections(output, driver, target, seconds):
    output.heading("Connections that do nothing")
    output.print(
        f"{target.name}: GetItem by {GET_CONNECTIONS} connections beside idle clients, clients that send a PutItem by 100 bytes"
        " a second, and clients that read a page of 1 MB by 100 bytes a second."
    )
    output.print()
    table = output.table(
        [("beside", -15), ("gets/s", 8), ("p50 ms", 7), ("p99 ms", 7), ("memory +MB", 10), ("KB each", 8), ("open", 5)]
        + [("remark", -6)]
    )
    for beside, number in (("", 0), ("idle", 1000), ("slow_send", 100), ("slow_read", 100)):
        groups = [("get", GET_CONNECTIONS)] + ([(beside, number)] if number else [])
        with Resumed(target):
            measured = driver.load(target, groups, seconds=seconds, warm_up=CONNECTIONS_WARM_UP_S if number else WARM_UP_S)
        get, grown = measured.first, measured.resident_after - measured.resident_before
        table.row(
            f"{number} {beside}" if number else "nothing",
            f"{get['ops_s']:,.0f}",
            milliseconds(get["p50_us"]),
            milliseconds(get["p99_us"]),
            megabytes(grown),
            f"{grown / 1000 / number:.1f}" if number else "",
            measured.groups[1]["open"] if number else "",
            measured.remark(),
        )


def print_expiry(output, driver, target, items):
    output.heading("Many items that expire at once")
    output.print(f"{target.name}: {items:,} items of about 150 bytes expire in one second.")
    output.print()
    with Resumed(target):
        measure_expiry(output, driver, target, items)


def measure_expiry(output, driver, target, items):
    client = Client(target.endpoint)
    tables.create_table(client, tables.EXPIRING_TABLE, keys=("pk",))
    client.call(
        "UpdateTimeToLive",
        TableName=tables.EXPIRING_TABLE,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
    )
    # Items that stay tell how fast the others can be loaded, hence when they may expire.
    stay = load_expiring(driver, target, (0, CALIBRATION_ITEMS), time.time() + AN_HOUR_S)
    expires_at = math.ceil(time.time() + 1.6 * items / (CALIBRATION_ITEMS / stay.seconds) + 2)
    load_expiring(driver, target, (CALIBRATION_ITEMS, CALIBRATION_ITEMS + items), expires_at)
    loaded_in_time = time.time() < expires_at
    loaded_bytes = target.resident_bytes()
    alone = driver.load(target, [("get", GET_CONNECTIONS)], seconds=1)
    time.sleep(max(0, expires_at - time.time()))  # until the items expire

    sampler, gets = ResidentSampler(target), driver.start_load(target, [("get", GET_CONNECTIONS)])
    seconds, left = wait_until_gone(client, expires_at)
    beside, highest_bytes = driver.result(gets, stop=True), sampler.stop()
    survivors = tables.count_items(client, tables.EXPIRING_TABLE)
    client.close()

    table = output.table([("", -22), ("gets/s", 8), ("p50 ms", 7), ("p99 ms", 7), ("p99.9 ms", 8), ("remark", -6)])
    for name, measured in (("before", alone), ("while items go", beside)):
        get = measured.first
        table.row(
            *(name, f"{get['ops_s']:,.0f}"),
            *(milliseconds(get[key]) for key in ("p50_us", "p99_us", "p999_us")),
            measured.remark(),
        )
    output.print()
    if left == CALIBRATION_ITEMS:
        output.print(f"All gone {seconds:.1f} s after their time: {items / max(seconds, 0.1):,.0f} deletions a second.")
    else:
        output.print(f"NOT gone after {seconds:.0f} s: {left - CALIBRATION_ITEMS:,} of {items:,} items are left.")
    output.print(f"Items with a later time that are left: {survivors:,} of {CALIBRATION_ITEMS:,}.")
    output.print(
        f"Resident memory, MB: {megabytes(loaded_bytes)} before, {megabytes(highest_bytes)} at most,"
        f" {megabytes(target.resident_bytes())} afterwards."
    )
    if not loaded_in_time:
        output.print("Loading took longer than expected: the first items went while the last ones came.")


def load_expiring(driver, target, load, expires_at):
    measured = driver.load(
        target, [("load_expiring", tables.LOAD_CONNECTIONS)], load=load, expires_at=int(expires_at)
    )
    if measured.first["errors"]:
        raise RuntimeError(f"loading failed: {measured.first['first_problem']}")
    return measured


def wait_until_gone(client, expires_at):
    """(seconds since the time of expiry, items that are left)"""
    while True:
        time.sleep(POLL_S)  # a counter that is looked at; what is measured comes from the driver
        left = client.call("DescribeTable", TableName=tables.EXPIRING_TABLE)["Table"]["ItemCount"]
        seconds = time.time() - expires_at
        if left <= CALIBRATION_ITEMS or seconds > EXPIRY_TIMEOUT_S:
            return seconds, left
