"""Inside the machine, as root: the package is installed, used, upgraded, removed and purged. One line a step that went well."""

import glob
import io
import json
import os
import pwd
import signal
import subprocess
import sys
import time
import traceback
import urllib.request
import zipfile

URL = "http://127.0.0.1:8000"
PACKAGE = "/opt/stator.deb"
ROLE = "arn:aws:iam::000000000000:role/any"
DATA = "/var/lib/stator"
SETTINGS = "/etc/stator/stator.toml"
INSTALLED = (  # that docs/operating.md names, or that a Debian package has
    SETTINGS, "/usr/share/stator/grafana/stator.json", "/usr/share/man/man1/stator.1.gz", "/usr/share/man/man1/stator-serve.1.gz",
    "/usr/share/bash-completion/completions/stator", "/usr/share/doc/stator/copyright",
)
WAIT_S = 900
GROUPS_UNIT = """[Service]
Type=oneshot
Delegate=yes
ExecStart=/opt/stator_functions_test --gtest_filter=*ControlGroups*
StandardOutput=file:/opt/groups.log
StandardError=file:/opt/groups.log
"""
FUNCTIONS = """
import os, signal
def answer(event, context):
    return 42
def fill(event, context):
    block = os.urandom(1 << 20)
    with open("/tmp/file", "wb") as file:
        for _ in range(event["tmp_mb"]):
            file.write(block)
    kept = [bytes(block) + b"x" for _ in range(event["mb"])]
    return len(kept)
def fork(event, context):
    made = 0
    try:
        for made in range(event["most"]):
            if os.fork() == 0:
                signal.pause()
    except OSError:
        pass
    return made
"""


def run(*command, check=True):
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, stdin=subprocess.DEVNULL)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def wait_until(condition, what):
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f"in vain: {what}")


def serves():
    try:
        with urllib.request.urlopen(URL, timeout=10) as answer:
            return b"healthy" in answer.read()
    except OSError:
        return False


def main_pid():
    return int(run("systemctl", "show", "--property", "MainPID", "--value", "stator"))


def journal():
    return run("journalctl", "--unit", "stator", "--no-pager")


def client(service):
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
    import boto3  # it comes with the package
    from botocore.config import Config

    config = Config(read_timeout=WAIT_S, connect_timeout=WAIT_S, retries={"max_attempts": 0})
    return boto3.client(service, endpoint_url=URL, region_name="us-east-1", config=config)


def put(key):
    client("dynamodb").put_item(TableName="Music", Item={"Id": {"S": key}})


def keys():
    return sorted(item["Id"]["S"] for item in client("dynamodb").scan(TableName="Music")["Items"])


def invoke(handler, **event):
    answer = client("lambda").invoke(FunctionName=handler, Payload=json.dumps(event).encode())
    return answer.get("FunctionError"), answer["Payload"].read().decode()


def apt(*arguments):
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    return run("apt-get", "-y", "-q", *arguments)


# ---- the steps, in order

def install():
    apt("install", PACKAGE)
    wait_until(serves, "the service answers")
    expect(run("systemctl", "is-enabled", "stator").strip() == "enabled", "it starts with the machine")
    owner = os.stat(f"/proc/{main_pid()}").st_uid
    expect(pwd.getpwuid(owner).pw_name == "stator", "it is a user of its own")
    lacking = [path for path in INSTALLED if not os.path.isfile(path)]
    expect(not lacking, lacking)


def use():
    client("dynamodb").create_table(
        TableName="Music",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
    )
    client("dynamodb").get_waiter("table_exists").wait(TableName="Music", WaiterConfig={"Delay": 1, "MaxAttempts": 100})
    put("first")


def functions():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("code.py", FUNCTIONS)
    for handler, memory_mb in (("answer", 256), ("fill", 256), ("fork", 2000)):
        client("lambda").create_function(
            FunctionName=handler, Runtime="python3.11", Handler=f"code.{handler}", Role=ROLE, Timeout=200,
            MemorySize=memory_mb, Code={"ZipFile": file.getvalue()},
        )
    error, payload = invoke("answer")
    expect(error is None and payload == "42", payload)
    expect("control groups freeze functions and limit their memory" in journal(), journal())


def groups_have_limits():
    folders = glob.glob("/sys/fs/cgroup/system.slice/stator.service/stator-functions-*/*/")
    expect(folders, "no group of a function")
    for folder in folders:
        memory, processes = open(folder + "memory.max").read().strip(), open(folder + "pids.max").read().strip()
        expect(memory == str((256 + 32 + 512) << 20), f"memory.max {memory}")
        expect(processes == str(1024 + 8), f"pids.max {processes}")
        expect("frozen 1" in open(folder + "cgroup.events").read(), "it is frozen between two calls")


def memory_has_its_limit():
    error, payload = invoke("fill", mb=100, tmp_mb=300)
    expect(error is None and payload == "100", payload)
    error, payload = invoke("fill", mb=2000, tmp_mb=0)
    expect(error == "Unhandled" and "Runtime.OutOfMemory" in payload, payload)
    expect(serves(), "the server is there")


def processes_have_their_limit():
    error, payload = invoke("fork", most=3000)
    expect(error is None and 0 < int(payload) < 1032, payload)
    expect(serves(), "the server is there")


def groups_by_themselves():
    with open("/run/systemd/system/groups.service", "w", encoding="utf-8") as unit:
        unit.write(GROUPS_UNIT)
    run("systemctl", "daemon-reload")
    outcome = run("systemctl", "start", "groups", check=False)
    with open("/opt/groups.log", encoding="utf-8") as log:
        output = log.read()
    expect("[  PASSED  ]" in output and "SKIPPED" not in output and "FAILED" not in output, outcome + output)


def crash():
    before = main_pid()
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: main_pid() not in (0, before) and serves(), "it starts again by itself")
    put("after the crash")
    expect(keys() == ["after the crash", "first"], keys())


def reload():
    before = main_pid()
    with open(SETTINGS, "a", encoding="utf-8") as settings:
        settings.write("\nslow_request = 100000\n")
    run("systemctl", "reload", "stator")
    expect(main_pid() == before and serves(), "the same process")


def mistaken_settings():
    with open(SETTINGS, encoding="utf-8") as file:
        right = file.read()
    with open(SETTINGS, "a", encoding="utf-8") as settings:
        settings.write("\nno_such_setting = 1\n")
    run("systemctl", "reload", "stator")
    wait_until(lambda: "the old settings stay" in journal(), "the log says so")
    expect(serves(), "it goes on")
    said = run("systemctl", "restart", "stator", check=False)
    expect("failed" in said, f"systemctl says so: {said}")
    wait_until(lambda: run("systemctl", "is-failed", "stator", check=False).strip() == "failed", "it has ended")
    expect("stator.toml: there is no setting 'no_such_setting'" in journal(), journal())
    restarts = run("systemctl", "show", "--property", "NRestarts", "--value", "stator").strip()
    expect(restarts == "0", f"tried again {restarts} times")
    with open(SETTINGS, "w", encoding="utf-8") as settings:
        settings.write(right)
    run("systemctl", "start", "stator")
    expect(serves(), "a start ends when requests are served")
    status = run("systemctl", "show", "--property", "StatusText", "--value", "stator")
    expect(status.startswith("serving on http://127.0.0.1:8000"), status)


def back_up_and_restore():
    os.mkdir("/backups")
    run("stator", "backup", "/backups/today", "--data", DATA)
    put("after the backup")
    run("systemctl", "stop", "stator")
    os.rename(DATA, DATA + ".old")
    run("stator", "restore", "/backups/today", "--data", DATA)
    run("chown", "-R", "stator:", DATA)
    run("systemctl", "start", "stator")
    wait_until(serves, "the service answers")
    expect(keys() == ["after the crash", "first"], keys())


def upgrade():
    before = main_pid()
    apt("install", "--reinstall", PACKAGE)
    wait_until(lambda: main_pid() not in (0, before) and serves(), "the new one serves")
    expect(keys() == ["after the crash", "first"], keys())
    expect("slow_request = 100000" in open(SETTINGS).read(), "settings stay")


def remove():
    apt("remove", "stator")
    expect(not serves(), "it is gone")
    expect(not os.path.exists("/usr/bin/stator"), "its program is gone")
    expect(os.path.isdir(DATA) and os.listdir(DATA), "the data stays")


def install_again():
    apt("install", PACKAGE)
    wait_until(serves, "the service answers")
    expect(keys() == ["after the crash", "first"], keys())
    run("systemctl", "stop", "stator")
    expect("sound" in run("runuser", "-u", "stator", "--", "stator", "check", "--data", DATA), "the data is sound")


def purge():
    output = apt("purge", "stator")
    expect(f"the data is still in {DATA}" in output, output)
    expect(not os.path.exists("/etc/stator"), os.listdir("/etc/stator") if os.path.exists("/etc/stator") else "")
    expect(os.listdir(DATA), "the data stays")


STEPS = (
    install, use, functions, groups_have_limits, memory_has_its_limit, processes_have_their_limit, groups_by_themselves, crash, reload,
    mistaken_settings, back_up_and_restore, upgrade, remove, install_again, purge,
)


def main():
    for step in STEPS:
        try:
            step()
            print(f"done: {step.__name__}", flush=True)
        except Exception:
            print(f"FAILED: {step.__name__}\n{traceback.format_exc()}", flush=True)
            if step is install:
                return


if __name__ == "__main__":
    sys.exit(main())
