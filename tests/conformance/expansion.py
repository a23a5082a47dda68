"""Expands the macros of case files in JSON values: variables, repetition and nesting."""

import json
import re

VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::(\d+))?\})")
REPEAT = re.compile(r"\{\{(.+?)\*(\d+)\}\}", re.DOTALL)
JOIN = re.compile(r"\{\{(\w+)=(\d+)\.\.(\d+)\|(.*?)\|(.*?)\}\}")
FOR_MEMBER = re.compile(r"\$for (\w+)=(\d+)\.\.(\d+)(?: (.*))?")
NEST_MEMBER = re.compile(r"\$nest (\d+) ([LM])")
TIME_MEMBER = re.compile(r"\$(now|minute|hour)")
SECONDS = {"now": 1, "minute": 60, "hour": 3600}


def expand(value, variables):
    if isinstance(value, str):
        return expand_text(value, variables)
    if isinstance(value, list):
        return expand_list(value, variables)
    if isinstance(value, dict):
        return expand_object(value, variables)
    return value


def expand_text(text, variables):
    whole = VARIABLE.fullmatch(text)
    if whole and (whole[1] or whole[2]) in variables and not whole[3]:
        return variables[whole[1] or whole[2]]
    text = JOIN.sub(
        lambda m: m[5].join(
            substitute(m[4], {**variables, m[1]: i}) for i in range(int(m[2]), int(m[3]) + 1)
        ),
        text,
    )
    return substitute(REPEAT.sub(lambda m: m[1] * int(m[2]), text), variables)


def substitute(text, variables):
    """Replaces known variables; other dollar signs stay as they are."""

    def value_of(match):
        name = match[1] or match[2]
        if name not in variables:
            return match[0]
        return str(variables[name]).zfill(int(match[3] or 0))

    return VARIABLE.sub(value_of, text)


def as_text(variables, name, number):
    return {**variables, name: str(number)}


def expand_list(values, variables):
    expanded = []
    for value in values:
        loop = (
            FOR_MEMBER.fullmatch(next(iter(value))) if isinstance(value, dict) and len(value) == 1 else None
        )
        if loop:
            template = next(iter(value.values()))
            expanded += [
                expand(template, as_text(variables, loop[1], i))
                for i in range(int(loop[2]), int(loop[3]) + 1)
            ]
        else:
            expanded.append(expand(value, variables))
    return expanded


def expand_object(members, variables):
    if len(members) == 1:
        time = TIME_MEMBER.fullmatch(next(iter(members)))
        if time:
            begin = int(variables["now"]) // SECONDS[time[1]] * SECONDS[time[1]]
            return begin + expand(next(iter(members.values())), variables)
        if "$number" in members:
            return json.loads(str(expand(members["$number"], variables)))
        nest = NEST_MEMBER.fullmatch(next(iter(members)))
        if nest:
            value = expand(next(iter(members.values())), variables)
            for _ in range(int(nest[1])):
                value = {"L": [value]} if nest[2] == "L" else {"M": {"a": value}}
            return value
    expanded = {}
    for name, value in members.items():
        loop = FOR_MEMBER.fullmatch(name)
        if loop:
            for i in range(int(loop[2]), int(loop[3]) + 1):
                inner = as_text(variables, loop[1], i)
                expanded[str(expand_text(loop[4], inner))] = expand(value, inner)
        else:
            expanded[str(expand_text(name, variables))] = expand(value, variables)
    return expanded
