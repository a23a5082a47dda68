"""A fresh Debian machine with systemd and control groups of version 2: QEMU, with KVM where that works, and without a network."""

import os
import shutil
import subprocess
import tempfile

from harness import environment
from package import podman

PROGRAMS = ("qemu-system-x86_64", "mke2fs", "debootstrap")
GUEST = os.path.join(environment.TESTS, "package", "guest.py")
PROBE_TIMEOUT_S = 60
BOOT_TIMEOUT_S = 1800  # emulated, on a machine that may have much else to do
MEMORY_MB = 2048
DISK_MB = 6144
KERNEL = "linux-image-cloud-amd64"
UNIT = """[Unit]
Description=the test of the package
After=multi-user.target
[Service]
Type=simple
ExecStart=/usr/bin/python3 -u /opt/guest.py
StandardOutput=file:/dev/ttyS0
StandardError=file:/dev/ttyS0
ExecStopPost=/bin/systemctl poweroff --force
[Install]
WantedBy=multi-user.target
"""
# In a root folder, as root: the base system grows a kernel, an init and what the package recommends (an emulated machine would take
# minutes for that), and gets what it depends on as files, so that it can be installed without a network.
PREPARE = f"""
set -e
export DEBIAN_FRONTEND=noninteractive
mount -t proc proc /proc
apt-get update -qq
apt-get install -qq --no-install-recommends systemd-sysv udev initramfs-tools {KERNEL} python3-boto3 bubblewrap
apt-get install -qq --download-only /opt/stator.deb
echo /dev/vda / ext4 defaults 0 1 > /etc/fstab
echo machine > /etc/hostname
systemctl enable guest.service
systemctl mask serial-getty@ttyS0.service  # it would hang up on whoever else writes there
umount /proc
"""


def make_disk(folder):
    """(kernel, initrd, disk)"""
    root = os.path.join(folder, "root")
    os.mkdir(root)
    podman.make_base()
    podman.run("tar", "--extract", "--file", podman.BASE_ARCHIVE, "--directory", root)
    shutil.copy(podman.packages()[0], f"{root}/opt/stator.deb")
    shutil.copy(GUEST, f"{root}/opt/guest.py")
    shutil.copy(os.path.join(environment.build_directory(), "src", "stator_functions_test"), f"{root}/opt/")
    shutil.copy("/etc/resolv.conf", f"{root}/etc/resolv.conf")
    with open(f"{root}/etc/systemd/system/guest.service", "w", encoding="utf-8") as unit:
        unit.write(UNIT)
    podman.run("unshare", "--mount", "chroot", root, "/bin/sh", "-c", PREPARE)
    boot = os.path.join(root, "boot")
    kernel = next(os.path.join(boot, name) for name in os.listdir(boot) if name.startswith("vmlinuz-"))
    initrd = next(os.path.join(boot, name) for name in os.listdir(boot) if name.startswith("initrd.img-"))
    kernel, initrd = shutil.copy(kernel, folder), shutil.copy(initrd, folder)
    disk = os.path.join(folder, "disk")
    podman.run("mke2fs", "-q", "-t", "ext4", "-d", root, disk, f"{DISK_MB}M")
    shutil.rmtree(root)
    return kernel, initrd, disk


def accelerator(kernel):
    """KVM where a kernel comes as far as missing its root; there are /dev/kvm in which none does, or hangs."""
    command = ["qemu-system-x86_64", "-m", "512", "-accel", "kvm", "-kernel", kernel, "-append", "panic=-1", "-nic", "none"]
    command += ["-no-reboot", "-display", "none", "-monitor", "none", "-serial", "none"]
    try:
        works = subprocess.run(command, timeout=PROBE_TIMEOUT_S, capture_output=True).returncode == 0
    except subprocess.TimeoutExpired:
        works = False
    return "kvm" if works else "tcg,thread=multi"


def run_guest():
    """What guest.py printed."""
    folder = tempfile.mkdtemp(prefix="stator-machine-", dir="/var/tmp")
    console = os.path.join(folder, "console")
    try:
        kernel, initrd, disk = make_disk(folder)
        command = ["qemu-system-x86_64", "-m", str(MEMORY_MB), "-smp", "2", "-accel", accelerator(kernel)]
        command += ["-kernel", kernel, "-initrd", initrd, "-append", "root=/dev/vda rw console=ttyS0 quiet loglevel=1"]
        command += ["-drive", f"file={disk},if=virtio,format=raw,cache=unsafe", "-nic", "none", "-no-reboot"]
        command += ["-display", "none", "-monitor", "none", "-serial", f"file:{console}"]
        try:
            done = subprocess.run(command, timeout=BOOT_TIMEOUT_S, capture_output=True, text=True)
            problem = done.stderr if done.returncode != 0 else ""
        except subprocess.TimeoutExpired:
            problem = f"no end after {BOOT_TIMEOUT_S} s"
        output = ""
        if os.path.exists(console):
            with open(console, encoding="utf-8", errors="replace") as text:
                output = text.read().replace("\r", "")
        return output, problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)
