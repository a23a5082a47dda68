#!/usr/bin/env python3
"""Makes the console's files part of the program: `pack_console.py FOLDER OUTPUT` writes OUTPUT.bin, their bytes, and OUTPUT.inc,
where each begins. A folder without files gives an empty list. Equal files give equal bytes."""

import gzip
import os
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
WORTH_PACKING = 4096  # bytes


def files_below(folder):
    for parent, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            yield os.path.join(parent, name)


def main(folder, output):
    pieces, lines, at = [], [], 0
    for file in files_below(folder):
        with open(file, "rb") as opened:
            content = opened.read()
        kind = TYPES[os.path.splitext(file)[1]]  # a KeyError: say here what it is
        packed = gzip.compress(content, 9, mtime=0) if len(content) >= WORTH_PACKING else content
        gzipped = len(packed) < len(content)
        content = packed if gzipped else content
        path = "/" + os.path.relpath(file, folder)
        lines.append(f'{{"{path}", "{kind}", {{stator_console_data + {at}, {len(content)}}}, {str(gzipped).lower()}}},\n')
        pieces.append(content)
        at += len(content)
    with open(output + ".bin", "wb") as made:
        made.write(b"".join(pieces))
    with open(output + ".inc", "w", encoding="utf-8") as made:
        made.write("".join(lines))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
