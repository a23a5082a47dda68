"""Calls the load driver (bench/driver), one process a measurement."""

import json
import os
import signal
import subprocess

from suite.servers import DRIVER_CPU

# More of a machine than this used by others while a figure was taken makes it doubtful.
BUSY_CPUS = 0.25
DRIVER_LIMIT = 0.97
LARGE_SHARE = 10  # one item of 4 KB for so many of 1 KB
MOST_LARGE_ITEMS = 10_000


class DriverFailure(Exception):
    pass


class Measurement:
    """What the driver says; `groups` are the figures of each group of connections."""

    def __init__(self, result):
        self.seconds = result["seconds"]
        self.groups = result["groups"]
        self.series = result["series"]
        self.resident_before, self.resident_after = result["resident_before"], result["resident_after"]
        self.server_cpu_s = result["server_cpu_ns"] / 1e9
        self.driver_cpu_s = result["driver_cpu_ns"] / 1e9
        # How long threads were ready to run and had no CPU.
        self.server_wait_s, self.driver_wait_s = result["server_wait_ns"] / 1e9, result["driver_wait_ns"] / 1e9
        self.other_cpu_s = max(0, result["machine_cpu_ns"] / 1e9 - self.server_cpu_s - self.driver_cpu_s)

    @property
    def first(self):
        return self.groups[0]

    @property
    def cpu_us_per_request(self):
        requests = sum(group["requests"] for group in self.groups)
        return self.server_cpu_s * 1e6 / requests if requests else 0

    def problems(self):
        """What a reader has to know before trusting the figures."""
        conflicts = sum(group["conflicts"] for group in self.groups)
        errors = sum(group["errors"] for group in self.groups) - conflicts
        wrong = sum(group["wrong_answers"] for group in self.groups)
        remarks = []
        if wrong:
            remarks.append(f"{wrong} wrong answers")
        if errors:
            remarks.append(f"{errors} errors")
        if wrong or errors:
            remarks.append(next(group["first_problem"] for group in self.groups if group["first_problem"])[:80])
        if conflicts:
            remarks.append(f"{conflicts} conflicts")
        overdue = sum(group["overdue"] for group in self.groups)
        if overdue:
            remarks.append(f"{overdue} requests were never sent")
        if not self.first["requests"]:
            remarks.append("no answer in this time")
        if self.seconds > 0 and self.driver_cpu_s / self.seconds > DRIVER_LIMIT:
            remarks.append("the driver is the limit")
        return remarks

    @property
    def other_cpus(self):
        return self.other_cpu_s / self.seconds if self.seconds > 0 else 0

    def remark(self):
        return remark_of([self])


def remark_of(measurements):
    """Of several, each problem once; nothing if there is none."""
    remarks = list(dict.fromkeys(problem for each in measurements for problem in each.problems()))
    others = max(each.other_cpus for each in measurements)
    if others > BUSY_CPUS:
        remarks.append(f"others used {others:.1f} CPUs")
    return "; ".join(remarks).replace("|", "/")


class Driver:
    def __init__(self, program, items, write_keys, seed, pinned=True):
        self.program, self.items, self.write_keys, self.seed = program, items, write_keys, seed
        self.cpu = ["--cpu", str(DRIVER_CPU)] if pinned and os.cpu_count() > DRIVER_CPU else []

    @property
    def large_items(self):
        """Of 4 KB, in a table of their own."""
        return min(max(self.items // LARGE_SHARE // 100, 1) * 100, MOST_LARGE_ITEMS)

    def start_load(
        self, target, groups, seconds=0, warm_up=0, load=None, expires_at=0, series=0, hot_items=0
    ):
        """The running driver. `groups`: (workload, connections), or (workload, connections, requests a second); `load`: the
        (first, end) of items to write; `series`: figures of each so many seconds; `hot_items`: how many items are named."""
        command = [self.program, "load", "--port", str(target.port), "--pid", str(target.pid), *self.cpu]
        for workload, connections, *rate in groups:
            command += ["--group", f"{workload}:{connections}" + "".join(f"@{each}" for each in rate)]
        items = self.large_items if groups[0][0].endswith("_4k") else self.items
        command += ["--seconds", str(seconds), "--warm-up", str(warm_up), "--seed", str(self.seed)]
        command += ["--items", str(items), "--write-keys", str(self.write_keys), "--hot-items", str(hot_items)]
        command += ["--series", str(series)]
        if load:
            command += ["--load-from", str(load[0]), "--load-to", str(load[1]), "--expires-at", str(expires_at)]
        if target.is_tls:
            command.append("--tls")
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def sync(self, folder, seconds):
        """fdatasync of 1 KB appended to a file in `folder`."""
        command = [self.program, "sync", "--folder", folder, "--seconds", str(seconds), *self.cpu]
        return self.result(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    @staticmethod
    def result(process, stop=False):
        if stop:
            process.send_signal(signal.SIGTERM)
        output, errors = process.communicate()
        if process.returncode != 0:
            raise DriverFailure(errors.decode(errors="replace").strip())
        return Measurement(json.loads(output.decode(errors="replace")))

    def load(self, *arguments, real_time=False, **options):
        process = self.start_load(*arguments, **options)
        if real_time:
            os.sched_setscheduler(process.pid, os.SCHED_FIFO, os.sched_param(1))
        return self.result(process)

    def first_answer(self, target, port):
        """(milliseconds, resident bytes) of a start on an empty folder."""
        done = subprocess.run(
            [self.program, "start", "--port", str(port), "--", *target.command(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=target.folder,
            env=target.environment(),
        )
        if done.returncode != 0:
            raise DriverFailure(done.stderr.decode(errors="replace").strip())
        result = json.loads(done.stdout.decode())
        return result["milliseconds"], result["resident_bytes"]
