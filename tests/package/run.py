"""The Debian package on a fresh machine, and in a container as packaging/Dockerfile puts it there. Not among the suites that run by
default: it needs root, the package, QEMU, Podman and 10 GB of disk; `./dev package --test` makes and installs all of that. It takes
some twelve minutes of two processors where the machine is emulated, beside compiling."""

import os
import shutil

from harness.report import Report, add_unittests
from package import podman, test_container, test_machine


def reason_to_skip():
    if os.geteuid() != 0:
        return "it needs root"
    lacking = [program for program in podman.PROGRAMS if shutil.which(program) is None]
    if lacking:
        return f"{', '.join(lacking)} not installed; ./dev package --test installs it"
    if not podman.packages():
        return "there is no package; ./dev package --test makes it"
    return None


def main():
    report = Report()
    reason = reason_to_skip()
    if reason:
        report.add_skip("package", reason)
    else:
        add_unittests(report, test_machine, test_container)  # the second one leaves the network
    report.finish()


if __name__ == "__main__":
    main()
