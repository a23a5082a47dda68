"""kill -9 at random moments under load: nothing acknowledged is lost or reverted, no transaction is there in part, indexes
equal their table.

./dev test crash
(cd tests && python3 -m crash.run --rounds 1000 --seed 7)
"""

import argparse
import os
import random
import shutil
import tempfile
import time

from crash import everything, objects, test_expected_state
from crash.expected_state import ExpectedState
from crash.load import COUNTER_KEY, TABLE, TABLE_DEFINITION, Reader, SchemaChanger, Writer, key_of
from harness import environment
from harness.client import Client
from harness.report import Report, add_unittests
from harness.server import Server, ServerFailure

WRITERS = 6
OBJECT_ROUNDS = 5  # one of objects after so many of items
EVERYTHING_ROUNDS = 10  # and one of everything at once
LOAD_SECONDS = (0.02, 0.6)
INTERRUPTED_STARTS = 0.25  # of the rounds
START_SECONDS = (0, 0.05)
KEYS_OF_INDEX = {"ByOwner": ("owner", "n"), "ByNumber": ("n",), "Late": ("owner",)}


def scan(client, **request):
    items = []
    while True:
        page = client.call("Scan", TableName=TABLE, **request)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def check_index(client, name, items, projects_all):
    expected = {
        key: item
        for key, item in items.items()
        if all(attribute in item for attribute in KEYS_OF_INDEX[name])
    }
    entries = scan(client, IndexName=name)
    found = {key_of(entry): entry for entry in entries}
    complaints = []
    if len(found) != len(entries):
        complaints.append(f"index {name}: {len(entries) - len(found)} items appear twice")
    for key in sorted(set(expected) | set(found)):
        wanted = expected.get(key)
        if wanted is not None and not projects_all:
            wanted = {attribute: wanted[attribute] for attribute in ("pk", "sk", *KEYS_OF_INDEX[name])}
        if found.get(key) != wanted:
            complaints.append(f"index {name}: {key}: the table has {wanted}, the index {found.get(key)}")
    return complaints


def check_database(client, state):
    """Complaints; the table and every index that it has."""
    description = client.wait_active(TABLE)
    items = {key_of(item): item for item in scan(client, ConsistentRead=True)}
    counter = items.pop(key_of(COUNTER_KEY), None)
    complaints = state.compare(items, int(counter["count"]["N"]) if counter else 0)
    for index in description["GlobalSecondaryIndexes"] + description["LocalSecondaryIndexes"]:
        complaints += check_index(
            client, index["IndexName"], items, index["Projection"]["ProjectionType"] == "ALL"
        )
    return complaints


def run_round(number, seed, data, state, folder):
    """One load with a crash in it. Returns the number of operations that were answered."""
    moment = random.Random(f"{seed}-{number}").uniform(*LOAD_SECONDS)
    server = Server(data=data)
    try:
        server.start()
        arguments = [(server.endpoint, state, f"{seed}-{number}-{i}") for i in range(WRITERS + 2)]
        workers = [Writer(i, *arguments[i]) for i in range(WRITERS)] + [Reader(*arguments[-2])]
        if number % 2:
            workers.append(SchemaChanger(*arguments[-1]))
        for worker in workers:
            worker.start()
        time.sleep(moment)  # the random moment of the crash
        if not server.is_running():
            state.problem(f"the server ended by itself\n{server.log()}")
        server.kill()
        for worker in workers:
            worker.stopping.set()
            worker.join()
        state.save(os.path.join(folder, "expected-state.json"))
        return sum(worker.steps for worker in workers)
    finally:
        if server.process is not None:
            server.kill()
        server.remove()


def interrupt_start(number, seed, data):
    """In some rounds: the server is killed again while it opens what the crash left."""
    choice = random.Random(f"{seed}-{number}-start")
    if choice.random() >= INTERRUPTED_STARTS:
        return
    server = Server(data=data)
    try:
        server.launch()
        time.sleep(choice.uniform(*START_SECONDS))  # the random moment of the crash
        server.kill()
    finally:
        server.remove()


def check_after_restart(data, state):
    with Server(data=data) as server:
        client = Client(server.endpoint)
        complaints = check_database(client, state)
        client.close()
    return complaints


def create_table(data):
    with Server(data=data) as server:
        client = Client(server.endpoint)
        client.call("CreateTable", **TABLE_DEFINITION)
        client.wait_active(TABLE)
        client.close()


def run_rounds(report, rounds, seed):
    folder = tempfile.mkdtemp(prefix="stator-crash-")
    data, state, operations = os.path.join(folder, "data"), ExpectedState(), 0
    try:
        create_table(data)
        for number in range(rounds):
            operations += run_round(number, seed, data, state, folder)
            interrupt_start(number, seed, data)
            complaints = check_after_restart(data, state)
            if complaints:
                report.add_failure(
                    f"round {number} of seed {seed}",
                    "\n".join(complaints[:20])
                    + f"\n{len(complaints)} differences; data and expected state are kept in {folder}",
                )
                return
            report.add_pass()
    except ServerFailure as failure:
        report.add_failure(f"seed {seed}", f"{failure}\ndata and expected state are kept in {folder}")
        return
    if operations < 5 * rounds:
        report.add_failure("load", f"only {operations} operations in {rounds} rounds: the test tests nothing")
    print(f"{operations} operations in {rounds} rounds")
    shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15 if environment.is_sanitized() else 50)
    parser.add_argument("--seed", type=int, default=environment.seed())
    options = parser.parse_args()
    report = Report()
    add_unittests(report, test_expected_state)
    run_rounds(report, options.rounds, options.seed)
    objects.run_rounds(report, max(1, options.rounds // OBJECT_ROUNDS), options.seed)
    everything.run_rounds(report, max(1, options.rounds // EVERYTHING_ROUNDS), options.seed)
    report.finish()


if __name__ == "__main__":
    main()
