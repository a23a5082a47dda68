"""Compares an answer with the expected JSON of a case."""

import re

SETS = ("SS", "NS", "BS")
MATCHERS = {
    "<any>": lambda value: True,
    "<string>": lambda value: isinstance(value, str),
    "<number>": lambda value: not isinstance(value, (str, bool, list, dict, type(None))),
}


class Mismatch(Exception):
    pass


def match(expected, actual, captures, is_subset=False, path="$"):
    """Raises Mismatch at the first difference; puts `<=name>` values into captures."""
    if isinstance(expected, str):
        match_text(expected, actual, captures, path)
    elif isinstance(expected, dict):
        match_object(expected, actual, captures, is_subset, path)
    elif isinstance(expected, list):
        match_list(expected, actual, captures, is_subset, path)
    elif type(expected) is bool or expected is None or type(actual) is bool:
        if expected is not actual:
            raise Mismatch(f"at {path}: expected {expected!r}, got {actual!r}")
    elif isinstance(actual, (str, list, dict, type(None))) or expected != actual:
        raise Mismatch(f"at {path}: expected {expected!r}, got {actual!r}")


def match_text(expected, actual, captures, path):
    if expected.startswith("<=") and expected.endswith(">"):
        captures[expected[2:-1]] = actual
    elif expected in MATCHERS:
        if not MATCHERS[expected](actual):
            raise Mismatch(f"at {path}: expected {expected}, got {actual!r}")
    elif expected.startswith("<~") and expected.endswith(">"):
        if not isinstance(actual, str) or not re.fullmatch(expected[2:-1], actual, re.DOTALL):
            raise Mismatch(f"at {path}: expected text like {expected[2:-1]}, got {actual!r}")
    elif expected != actual:
        raise Mismatch(f"at {path}: expected {shorten(expected)!r}, got {shorten(actual)!r}")


def shorten(value):
    return value[:200] + f"... ({len(value)})" if isinstance(value, str) and len(value) > 200 else value


def match_object(expected, actual, captures, is_subset, path):
    if not isinstance(actual, dict):
        raise Mismatch(f"at {path}: expected an object, got {actual!r}")
    for name, value in expected.items():
        if value == "<absent>":
            if name in actual:
                raise Mismatch(f"at {path}: member {name} should be absent, got {actual[name]!r}")
        elif name not in actual:
            raise Mismatch(f"at {path}: member {name} is missing; there are {sorted(actual)}")
        elif name in SETS and isinstance(value, list):
            match_unordered(value, actual[name], captures, is_subset, f"{path}.{name}")
        else:
            match(value, actual[name], captures, is_subset, f"{path}.{name}")
    extra = sorted(set(actual) - set(expected))
    if extra and not is_subset:
        raise Mismatch(
            f"at {path}: unexpected {', '.join(f'{name}={actual[name]!r}'[:200] for name in extra)}"
        )


def match_list(expected, actual, captures, is_subset, path):
    if not isinstance(actual, list):
        raise Mismatch(f"at {path}: expected a list, got {actual!r}")
    if expected[:1] == ["<unordered>"]:
        match_unordered(expected[1:], actual, captures, is_subset, path)
        return
    if len(expected) != len(actual):
        raise Mismatch(
            f"at {path}: expected {len(expected)} elements, got {len(actual)}: {str(actual)[:500]}"
        )
    for i, (one, other) in enumerate(zip(expected, actual)):
        match(one, other, captures, is_subset, f"{path}[{i}]")


def match_unordered(expected, actual, captures, is_subset, path):
    if not isinstance(actual, list) or len(expected) != len(actual):
        raise Mismatch(f"at {path}: expected {len(expected)} elements, got {str(actual)[:500]}")
    left = list(actual)
    for one in expected:
        for other in left:
            try:
                match(one, other, captures, is_subset, path)
            except Mismatch:
                continue
            left.remove(other)
            break
        else:
            raise Mismatch(f"at {path}: no element {one!r} in {str(left)[:500]}")
