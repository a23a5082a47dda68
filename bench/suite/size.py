"""A database of many times its memory: loading, reads from the disk, writes while it compacts, starting on its folder, and
deleting its table."""

import os
import threading
import time

from harness.client import Client
from suite import tables
from suite.memory import MIB, forget_peak, peak_resident_bytes
from suite.output import milliseconds

GB = 1e9
SERIES_S = 1
SETTLE_S = 120
COLD_CONNECTIONS = (1, 16, 64)
PACED_GETS = 1000  # a second
PACED_PUTS = 500  # of 4 KB
GET_CONNECTIONS, PUT_CONNECTIONS = 64, 16  # enough to keep the rate while the disk is slow
NEIGHBOURS = [("get_4k", GET_CONNECTIONS, PACED_GETS), ("put_4k", GET_CONNECTIONS, PACED_PUTS)]
BEFORE_DELETING_S = 5
RETURN_LIMIT_S = 120
DISTURBED = 2
LEFT_SHARE = 0.03  # of the disk that was used
AFTER_RETURN_S = 3
DISK_POLL_S = 0.25


def files_in(folder):
    return [os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names]


def used_bytes(folder):
    """On the disk, which is less than the sizes of files where they have holes."""
    total = 0
    for path in files_in(folder):
        try:
            total += os.stat(path).st_blocks * 512
        except FileNotFoundError:
            pass  # deleted since
    return total


def evict(folder):
    """Files of the folder leave the kernel's cache."""
    for path in files_in(folder):
        if not os.path.isfile(path):
            continue  # the server's socket, or deleted since
        try:
            file = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


class DiskSampler(threading.Thread):
    """[(seconds since begin, bytes)], until stop()."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.samples, self.begin = folder, [], time.monotonic()
        self._done = threading.Event()
        self.start()

    def run(self):
        while True:
            self.samples.append((time.monotonic() - self.begin, used_bytes(self.folder)))
            if self._done.wait(DISK_POLL_S):
                return

    def stop(self):
        self._done.set()
        self.join()
        return self.samples


class Size:
    def __init__(self, output, driver, make_target, setting_mib, seconds):
        self.output, self.driver, self.make_target = output, driver, make_target
        self.setting_mib, self.seconds = setting_mib, seconds
        self.target = None
        self.idle_bytes = 0
        self.table = None

    @property
    def logical_bytes(self):
        return self.driver.items * tables.ITEM_BYTES

    def run(self):
        self.target = self.make_target()
        try:
            self.target.start()
            self.idle_bytes = self.target.resident_bytes()
            self.output.heading(f"Size: {self.logical_bytes / GB:.1f} GB with a memory of {self.setting_mib} MB")
            self.output.print(
                f"{self.target.name} with --memory {self.setting_mib}MB: {self.driver.items:,} items of 1 KB. The memory peak"
                " is what the process has above its memory after the start; reads are from the disk, as the kernel's cache is"
                " emptied before."
            )
            self.output.print()
            self.table = self.output.table(
                [("", -34), ("ops/s", 8), ("p50 ms", 8), ("p99 ms", 8), ("p99.9 ms", 8), ("peak +MiB", 9)]
                + [("of setting", 10), ("remark", -6)]
            )
            self.load()
            self.read_from_disk()
            self.write_beside_reads()
            self.note_disk("after the writes", settle=True)
            self.output.ratio(
                f"{self.logical_bytes / GB:.1f} GB: memory within the setting",
                f"{self.highest_share:.0%} at most",
                self.highest_share <= 1,
            )
            self.start_again()
            self.delete()
        finally:
            self.target.stop()

    highest_share = 0

    def row(self, name, measured, groups, remark=""):
        peak = (peak_resident_bytes(self.target) - self.idle_bytes) / MIB
        share = peak / self.setting_mib
        self.highest_share = max(self.highest_share, share)
        for title, group in groups:
            self.table.row(
                *(f"{name}{title}", f"{group['ops_s']:,.0f}"),
                *(milliseconds(group[key]) for key in ("p50_us", "p99_us", "p999_us")),
                *(f"{peak:.0f}", f"{share:.0%}"),
                "; ".join(filter(None, [remark, measured.remark()])),
            )

    def load(self):
        client = Client(self.target.endpoint)
        for name in (tables.TABLE, tables.WRITE_TABLE):
            tables.create_table(client, name)
        client.close()
        sampler = DiskSampler(self.target.folder)
        measured = tables.load(self.driver, self.target, series=SERIES_S)
        highest = max(size for _, size in sampler.stop())
        rate = self.driver.items / measured.seconds
        self.row("load, batches of 25", measured, [("", measured.first)], f"{rate:,.0f} items/s")
        self.output.data["loading"] = measured.series
        self.output.data["disk"] = {"highest while loading": highest}
        self.note_disk("after loading", settle=True)

    def note_disk(self, when, settle=False):
        if settle:
            deadline = time.monotonic() + SETTLE_S
            before = -1
            while time.monotonic() < deadline and used_bytes(self.target.folder) != before:
                before = used_bytes(self.target.folder)
                self.target.settle()
        self.output.data["disk"][when] = used_bytes(self.target.folder)

    def read_from_disk(self):
        for connections in COLD_CONNECTIONS:
            evict(self.target.folder)
            forget_peak(self.target)
            measured = self.driver.load(self.target, [("get", connections)], seconds=self.seconds)
            self.row(f"get from disk, {connections} connections", measured, [("", measured.first)])

    def write_beside_reads(self):
        """Enough writes for compactions of all levels; the gets come at a constant rate."""
        forget_peak(self.target)
        measured = self.driver.load(
            self.target,
            [("get", GET_CONNECTIONS, PACED_GETS), ("replace", PUT_CONNECTIONS)],
            seconds=max(self.seconds * 12, 2),
            series=SERIES_S,
        )
        self.output.data["mixed"] = measured.series
        self.row(
            f"{PACED_GETS:,} gets/s beside puts",
            measured,
            [(": gets", measured.groups[0]), (": puts", measured.groups[1])],
        )

    def start_again(self):
        output, disk = self.output, self.output.data["disk"]
        self.target.end()
        times = []
        for is_cold in (True, True, True, False, False, False):
            if is_cold:
                evict(self.target.folder)
            times.append(self.driver.first_answer(self.target, self.target.port)[0])
        output.print()
        for when, size in disk.items():
            output.print(f"* Disk, {when}: {size / GB:.2f} GB, {size / self.logical_bytes:.2f} times the items.")
        cold, warm = sorted(times[:3])[1], sorted(times[3:])[1]
        output.print(
            f"* Start on this folder, from exec to the first answer: {cold:.0f} ms with an empty kernel's cache, {warm:.0f} ms"
            " with a warm one (medians of three)."
        )
        output.ratio(
            f"{self.logical_bytes / GB:.1f} GB: start-up under a second",
            f"{cold:.0f} ms cold, {warm:.0f} ms warm",
            max(times) < 1000,
        )

    def delete(self):
        """With a neighbour's gets beside."""
        self.target.start()
        tables.create_and_load_large(self.target, self.driver)
        self.target.settle()
        client = Client(self.target.endpoint)
        before = used_bytes(self.target.folder)
        sampler = DiskSampler(self.target.folder)
        neighbours = self.driver.start_load(
            self.target, NEIGHBOURS, series=SERIES_S, warm_up=1
        )
        time.sleep(1 + BEFORE_DELETING_S)  # what the neighbour has without a deletion
        deleted_at = time.monotonic() - sampler.begin
        client.call("DeleteTable", TableName=tables.TABLE)
        client.close()
        # What is left: the neighbour's items, and logs of up to two thirds of the memory.
        limit = before * LEFT_SHARE + self.driver.large_items * 2 * 4096 + self.setting_mib * MIB * 2 / 3
        deadline = time.monotonic() + RETURN_LIMIT_S
        while time.monotonic() < deadline and sampler.samples[-1][1] > limit:
            time.sleep(DISK_POLL_S)
        time.sleep(AFTER_RETURN_S)
        measured = self.driver.result(neighbours, stop=True)
        samples = sampler.stop()
        self.report_deletion(measured, samples, deleted_at, limit)

    def report_deletion(self, measured, samples, deleted_at, limit):
        output = self.output
        before, after = samples[0][1], samples[-1][1]
        returned = next((at - deleted_at for at, size in samples if at > deleted_at and size <= limit), None)
        series = measured.series
        # The driver's clock begins after its warm-up.
        earlier = [part for part in series if part["end"] < BEFORE_DELETING_S]
        later = [part for part in series if part["end"] >= BEFORE_DELETING_S]
        output.data["deletion"] = {"series": series, "disk": samples, "deleted_at": deleted_at}
        output.print(
            f"* DeleteTable of all these items: the disk went from {before / GB:.2f} GB to {after / GB:.2f} GB, "
            + (f"in {returned:.1f} s." if returned is not None else f"and was NOT back after {RETURN_LIMIT_S} s.")
        )
        for i, (name, rate) in enumerate((("Gets", PACED_GETS), ("Puts", PACED_PUTS))):
            worst_before, worst_after = (
                max((part["groups"][i]["p999_us"] for part in parts), default=0) for parts in (earlier, later)
            )
            output.print(
                f"* {name} of another table meanwhile ({rate:,} a second), the worst second: p99.9 {milliseconds(worst_before)} ms"
                f" before, {milliseconds(worst_after)} ms while the table went; the longest of all"
                f" {milliseconds(measured.groups[i]['max_us'])} ms."
            )
            output.ratio(
                f"deleting {self.logical_bytes / GB:.1f} GB disturbs no {name.lower()} of another table: the worst second's p99.9"
                f" within {DISTURBED} times",
                f"{milliseconds(worst_after)} ms, {milliseconds(worst_before)} before",
                worst_after <= DISTURBED * worst_before,
            )
        output.ratio(
            f"deleting {self.logical_bytes / GB:.1f} GB returns the disk within a minute",
            f"{returned:.1f} s" if returned is not None else f"not in {RETURN_LIMIT_S} s",
            returned is not None and returned <= 60,
        )
