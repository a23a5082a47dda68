"""What GCC 12 destroys twice (src/base/task.h): braced arguments of awaited calls, as in `co_await f({a, b})`, and what is awaited in a
conditional operator, as in `c ? co_await f() : co_await g()`."""

import re

_SKIPPED = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
_OPEN, _CLOSED = "([", ")]"


def braced_arguments(text):
    """The numbers of the lines where a call is awaited that has one; `{}` alone is harmless."""
    text = _SKIPPED.sub(lambda found: re.sub(r"[^\n]", "_", found.group()), text)
    lines = []
    for awaited in re.finditer(r"\bco_await\b", text):
        if _has_braced_argument(text, awaited.end()):
            lines.append(text.count("\n", 0, awaited.start()) + 1)
    return lines


def conditional_awaits(text):
    """The numbers of the lines where one of the two arms awaits."""
    text = _SKIPPED.sub(lambda found: re.sub(r"[^\n]", "_", found.group()), text)
    lines = []
    for awaited in re.finditer(r"\bco_await\b", text):
        begin = max(text.rfind(char, 0, awaited.start()) for char in ";{}")
        if "?" in text[begin + 1 : awaited.start()]:
            lines.append(text.count("\n", 0, awaited.start()) + 1)
    return lines


def _has_braced_argument(text, at):
    depth = 0
    while at < len(text) and depth >= 0:
        char = text[at]
        if char == ";" and depth == 0:
            return False
        if char in _OPEN:
            depth += 1
        elif char in _CLOSED:
            depth -= 1
        elif char == "{":
            end = _end_of_braces(text, at)
            is_argument = depth > 0 and text[:at].rstrip()[-1] in "(,"
            if is_argument and text[at + 1 : end - 1].strip():
                return True
            at = end
            continue
        at += 1
    return False


def _end_of_braces(text, at):
    depth = 0
    while at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            break
    return at
