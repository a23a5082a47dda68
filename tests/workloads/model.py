"""A plain Python model of one table: what the database must answer, computed the slow and obvious way."""

import base64
from decimal import Decimal


def ordered(value):
    """A key value as something that Python orders as DynamoDB does."""
    ((kind, content),) = value.items()
    if kind == "N":
        return Decimal(content)
    return base64.b64decode(content) if kind == "B" else content.encode()


class Model:
    def __init__(self, partition_key, sort_key, indexes):
        self.partition_key, self.sort_key = partition_key, sort_key
        self.indexes = (
            indexes  # name -> (partition attribute, sort attribute, projected attributes or None for all)
        )
        self.items = {}  # key -> item

    def key_attributes(self):
        return [self.partition_key] + ([self.sort_key] if self.sort_key else [])

    def key(self, item):
        return tuple(ordered(item[name]) for name in self.key_attributes())

    def get(self, key):
        return self.items.get(self.key(key))

    def put(self, item):
        old = self.items.get(self.key(item))
        self.items[self.key(item)] = item
        return old

    def delete(self, key):
        return self.items.pop(self.key(key), None)

    def entries(self, index):
        """What an index (or the table: None) holds."""
        if index is None:
            return list(self.items.values())
        partition, sort, projected = self.indexes[index]
        names = None if projected is None else {*self.key_attributes(), partition, sort, *projected}
        return [
            {name: value for name, value in item.items() if names is None or name in names}
            for item in self.items.values()
            if partition in item and sort in item
        ]

    def query(self, index, partition, condition=None):
        """Entries of a partition in order; those with equal sort keys come in groups, whose inner order is open."""
        partition_name, sort_name, _ = (
            self.indexes[index] if index else (self.partition_key, self.sort_key, None)
        )
        found = [
            entry
            for entry in self.entries(index)
            if entry[partition_name] == partition
            and (condition is None or condition(ordered(entry[sort_name])))
        ]
        return sorted(found, key=lambda entry: ordered(entry[sort_name])) if sort_name else found
