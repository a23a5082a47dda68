"""What the database must hold after a crash: for each key the acknowledged item, or one that was on its way."""

import json
import threading


class ExpectedState:
    """Thread-safe; each key is written by one thread at a time."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acknowledged = {}  # key -> item; absent: no item
        self.pending = {}  # key -> the item (or None for a delete) that was sent and not answered
        self.transactions = []  # those of the pending changes that happen together or not at all
        self.counter_acknowledged = 0
        self.counter_pending = 0
        self.counter_seen = 0  # the highest value that a reader was shown
        self.problems = []  # what a writer found wrong while the server ran

    def begin(self, changes, together=False):
        with self._lock:
            self.pending.update(changes)
            if together:
                self.transactions.append(changes)

    def acknowledge(self, changes):
        with self._lock:
            self._end(changes)
            for key, item in changes.items():
                self._settle(key, item)

    def reject(self, changes):
        """The server said that nothing happened."""
        with self._lock:
            self._end(changes)

    def _end(self, changes):
        for key in changes:
            del self.pending[key]
        self.transactions = [each for each in self.transactions if each is not changes]

    def _settle(self, key, item):
        if item is None:
            self.acknowledged.pop(key, None)
        else:
            self.acknowledged[key] = item

    def item(self, key):
        with self._lock:
            return self.acknowledged.get(key)

    def begin_count(self):
        with self._lock:
            self.counter_pending += 1

    def acknowledge_count(self):
        with self._lock:
            self.counter_pending -= 1
            self.counter_acknowledged += 1

    def see_count(self, value):
        with self._lock:
            self.counter_seen = max(self.counter_seen, value)

    def problem(self, text):
        with self._lock:
            self.problems.append(text)

    def compare(self, items, counter):
        """Complaints about what is stored now; what is found settles what was pending."""
        complaints, self.problems = self.problems, []
        complaints += self._half_done(items)
        for key in sorted(set(self.acknowledged) | set(self.pending) | set(items)):
            found, kept = items.get(key), self.acknowledged.get(key)
            if found != kept and not (key in self.pending and found == self.pending[key]):
                sent = f", pending {self.pending[key]}" if key in self.pending else ""
                complaints.append(f"{key}: acknowledged {kept}{sent}, found {found}")
            self._settle(key, found)
        low, high = self.counter_acknowledged, self.counter_acknowledged + self.counter_pending
        if not low <= counter <= high:
            complaints.append(f"counter: between {low} and {high} increments were made, found {counter}")
        if counter < self.counter_seen:
            complaints.append(f"counter: a reader was shown {self.counter_seen}, now it is {counter}")
        self.pending, self.transactions = {}, []
        self.counter_acknowledged, self.counter_pending = counter, 0
        return complaints

    def _half_done(self, items):
        """Complaints about transactions of which a part is there. Before anything is settled."""
        complaints = []
        for changes in self.transactions:
            # A change to what was there already tells nothing.
            telling = {key: item for key, item in changes.items() if item != self.acknowledged.get(key)}
            done = [key for key, item in telling.items() if items.get(key) == item]
            if 0 < len(done) < len(telling):
                complaints.append(f"half a transaction: {done} of {sorted(telling)}")
        return complaints

    def save(self, path):
        with self._lock, open(path, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "acknowledged": {str(key): item for key, item in self.acknowledged.items()},
                    "pending": {str(key): item for key, item in self.pending.items()},
                    "counter": [self.counter_acknowledged, self.counter_pending, self.counter_seen],
                },
                file,
                indent=1,
            )
