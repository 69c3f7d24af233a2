"""Rows as Cassandra writes them into Data.db of an SSTable of version nb: built byte by byte, to be counted."""

import struct

FORMATS = {"bigint": ">q", "int": ">i", "double": ">d"}
LIVE = bytes.fromhex("7fffffff8000000000000000")


def vint(number):
    """An unsigned vint: as many ones in front as bytes follow."""
    if number < 0x80:
        return bytes([number])
    size = next(size for size in range(2, 10) if number < 1 << 7 * size or size == 9)
    if size == 9:
        return b"\xff" + number.to_bytes(8, "big")
    return (number | (((1 << (size - 1)) - 1) << (8 * size - size + 1))).to_bytes(size, "big")


def value(kind, it):
    """As a partition key has it."""
    return it.encode() if kind == "text" else struct.pack(FORMATS[kind], it)


def with_length(kind, encoded):
    return vint(len(encoded)) + encoded if kind == "text" and encoded else encoded


def row(kinds, clustering, regular, previous):
    """`previous`: the bytes of what is before it in its partition. All values are there; texts may be empty."""
    encoded = [(kinds[name], value(kinds[name], it)) for name, it in clustering]
    header = vint(sum(1 << 2 * i for i, (_, it) in enumerate(encoded) if not it)) if encoded else b""
    cells = [(kinds[name], value(kinds[name], it)) for name, it in sorted(regular)]
    body = vint(previous) + b"\0" + b"".join((b"\x08" if it else b"\x0c") + with_length(kind, it) for kind, it in cells)
    return b"\x24" + header + b"".join(with_length(*it) for it in encoded) + vint(len(body)) + body


def partition(kinds, key, rows):
    """`key`: names and values; `rows`: for each its clustering columns and its others, as names and values."""
    values = [value(kinds[name], it) for name, it in key]
    whole = values[0] if len(values) == 1 else b"".join(struct.pack(">H", len(it)) + it + b"\0" for it in values)
    parts = [struct.pack(">H", len(whole)) + whole + LIVE]
    for clustering, regular in rows:
        parts.append(row(kinds, clustering, regular, len(parts[-1])))
    return b"".join(parts) + b"\x01"
