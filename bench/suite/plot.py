"""Line and bar charts as SVG: small, and written the same way each time, so that two versions can be compared as text."""

import math
import os
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 170, 34, 44
COLOURS = ("#1b6ca8", "#d1495b", "#2e8b57", "#e8a33d", "#6a4c93", "#555555", "#00a5a5", "#a0522d")
TEXT = 'font-family="sans-serif" font-size="11" fill="#333"'
TICKS = 5
MOST_POINTS = 150


class Axis:
    """Values to a range of pixels; its ticks are round."""

    def __init__(self, values, begin, end, is_logarithmic=False):
        self.begin, self.end, self.is_logarithmic = begin, end, is_logarithmic
        values = [value for value in values if value > 0 or not is_logarithmic] or [1]
        if is_logarithmic:
            self.low = math.floor(math.log10(min(values)))
            self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        else:
            self.low, self.high = 0, max(values) or 1
            step = self.step()
            self.high = math.ceil(self.high / step) * step

    def step(self):
        raw = self.high / TICKS
        power = 10 ** math.floor(math.log10(raw))
        return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)

    def ticks(self):
        if self.is_logarithmic:
            return [10**power for power in range(self.low, self.high + 1)]
        step = self.step()
        return [i * step for i in range(round(self.high / step) + 1)]

    def at(self, value):
        if self.is_logarithmic:
            value = math.log10(max(value, 10**self.low))
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)


def number(value):
    """As a label: 1500000 is 1.5M."""
    for limit, letter in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g}{letter}"
    return f"{value:g}"


def text(x, y, words, anchor="start", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {TEXT}{more}>{escape(words)}</text>'


def frame(title, y_axis, y_label):
    middle = (TOP + HEIGHT - BOTTOM) / 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 18, title, more=' font-weight="bold"'),
        text(14, middle, y_label, "middle", f' transform="rotate(-90 14 {middle:.0f})"'),
    ]
    for tick in y_axis.ticks():
        y = y_axis.at(tick)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        lines.append(text(LEFT - 6, y + 4, number(tick), "end"))
    return lines


def legend(names):
    lines = []
    for i, name in enumerate(names):
        y = TOP + 8 + 17 * i
        colour = COLOURS[i % len(COLOURS)]
        lines.append(f'<rect x="{WIDTH - RIGHT + 12}" y="{y - 8}" width="10" height="10" fill="{colour}"/>')
        lines.append(text(WIDTH - RIGHT + 27, y + 1, name))
    return lines


def thinned(points):
    """At most MOST_POINTS: the highest of each stretch, so that no peak is lost."""
    size = -(-len(points) // MOST_POINTS)
    return [max(points[i : i + size], key=lambda point: point[1]) for i in range(0, len(points), size)] if points else []


def line_chart(title, x_label, y_label, lines, is_logarithmic=False, marks=()):
    """`lines`: {name: [(x, y)]}. `marks`: (x, words), places on the x axis that something happened at."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return None
    x_axis = Axis([x for x, _ in points] + [x for x, _ in marks], LEFT, WIDTH - RIGHT)
    y_axis = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP, is_logarithmic)
    svg = frame(title, y_axis, y_label)
    for tick in x_axis.ticks():
        svg.append(text(x_axis.at(tick), HEIGHT - BOTTOM + 16, number(tick), "middle"))
    svg.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_label, "middle"))
    for i, (x, words) in enumerate(marks):
        svg.append(f'<path d="M{x_axis.at(x):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#999" stroke-dasharray="3 3"/>')
        svg.append(text(x_axis.at(x) + 3, TOP + 10 + 13 * i, words))
    for i, line in enumerate(lines.values()):
        path = " ".join(f"{x_axis.at(x):.1f},{y_axis.at(y):.1f}" for x, y in thinned(line))
        svg.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[i % len(COLOURS)]}" stroke-width="1.5"/>')
    return "\n".join([*svg, *legend(lines), "</svg>", ""])


def bar_chart(title, y_label, groups, is_logarithmic=False):
    """`groups`: {group: {name: value}}; a name has the same colour in each."""
    names = list(dict.fromkeys(name for bars in groups.values() for name in bars))
    values = [value for bars in groups.values() for value in bars.values()]
    if not values:
        return None
    y_axis = Axis(values, HEIGHT - BOTTOM, TOP, is_logarithmic)
    svg = frame(title, y_axis, y_label)
    width = (WIDTH - RIGHT - LEFT) / len(groups)
    bar = width * 0.85 / max(len(names), 1)
    for i, (group, bars) in enumerate(groups.items()):
        x = LEFT + width * i
        svg.append(text(x + width / 2, HEIGHT - BOTTOM + 14 + 13 * (i % 2), group, "middle"))
        for name, value in bars.items():
            at, top = names.index(name), y_axis.at(value)
            svg.append(
                f'<rect x="{x + width * 0.07 + bar * at:.1f}" y="{top:.1f}" width="{bar * 0.9:.1f}"'
                f' height="{HEIGHT - BOTTOM - top:.1f}" fill="{COLOURS[at % len(COLOURS)]}"/>'
            )
    return "\n".join([*svg, *legend(names), "</svg>", ""])


def save(folder, name, svg):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(svg)
