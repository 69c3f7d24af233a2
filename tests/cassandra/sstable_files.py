"""The files of an SSTable of version nb, read by code that shares nothing with earshot's."""

import pathlib
import struct
import zlib

PARTITIONER = b"org.apache.cassandra.dht.Murmur3Partitioner"
CHECKSUM_BYTES = 4


def decompress_block(block):
    """One block of LZ4, by its description (lz4_Block_format.md)."""
    out = bytearray()
    at = 0

    def more(length):
        nonlocal at
        while length >= 15:
            byte = block[at]
            at += 1
            length += byte
            if byte < 255:
                break
        return length

    while True:
        token = block[at]
        at += 1
        literals = more(token >> 4)
        out += block[at : at + literals]
        at += literals
        if at == len(block):
            return bytes(out)
        offset = block[at] | block[at + 1] << 8
        at += 2
        length = more(token & 15) + 4
        for start in range(len(out) - offset, len(out) - offset + length):
            out.append(out[start])


class SSTable:
    """The one in `directory`; there must be no other."""

    def __init__(self, directory):
        [data] = pathlib.Path(directory).glob("nb-*-big-Data.db")
        self.directory = data.parent
        self.prefix = data.name.removesuffix("Data.db")

    def component(self, name):
        return (self.directory / (self.prefix + name)).read_bytes()

    def components(self):
        return {path.name.removeprefix(self.prefix) for path in self.directory.glob(self.prefix + "*")}

    def data(self):
        """Decompressed, where it is compressed."""
        data = self.component("Data.db")
        assert int(self.component("Digest.crc32")) == zlib.crc32(data)
        if "CompressionInfo.db" not in self.components():
            return data
        chunks, length = self.chunks()
        text = b"".join(chunks)
        assert len(text) == length
        return text

    def chunks(self):
        info, data = self.component("CompressionInfo.db"), self.component("Data.db")
        name, options, chunk_bytes, compressed_max, length, count = struct.unpack_from(">15siiiqi", info)
        assert (name, options, compressed_max) == (b"\0\x0dLZ4Compressor", 0, 0x7FFFFFFF)
        offsets = [*struct.unpack_from(f">{count}q", info, len(info) - 8 * count), len(data)]
        chunks = []
        for begin, end in zip(offsets, offsets[1:]):
            chunk, checksum = data[begin : end - CHECKSUM_BYTES], data[end - CHECKSUM_BYTES : end]
            assert int.from_bytes(checksum, "big") == zlib.crc32(chunk)
            chunks.append(decompress_block(chunk[4:]))
            assert len(chunks[-1]) == int.from_bytes(chunk[:4], "little") <= chunk_bytes
        return chunks, length

    def statistics(self):
        """The components of Statistics.db: of VALIDATION, COMPACTION and HEADER the bytes, of STATS what it says."""
        file = self.component("Statistics.db")
        (count,) = struct.unpack_from(">i", file)
        offsets = [struct.unpack_from(">ii", file, 8 + 8 * i)[1] for i in range(count)] + [len(file)]
        parts = [file[begin : end - CHECKSUM_BYTES] for begin, end in zip(offsets, offsets[1:])]
        for part, end in zip(parts, offsets[1:]):
            assert int.from_bytes(file[end - CHECKSUM_BYTES : end], "big") == zlib.crc32(part)
        return {"validation": parts[0], "compaction": parts[1], "header": parts[3], **stats(parts[2])}


class Reader:
    def __init__(self, bytes_):
        self.bytes = bytes_
        self.at = 0

    def take(self, form):
        values = struct.unpack_from(">" + form, self.bytes, self.at)
        self.at += struct.calcsize(">" + form)
        return values[0] if len(values) == 1 else values

    def histogram(self):
        return [self.take("qq") for _ in range(self.take("i"))]

    def values(self):
        return [self.take(f"{self.take('H')}s") for _ in range(self.take("i"))]


def stats(part):
    """What StatsMetadata says, but for where in the commit log it was, and on which host."""
    reader = Reader(part)
    said = {"partition_bytes": reader.histogram(), "partition_values": reader.histogram()}
    reader.take("qi")  # the commit log
    said["timestamps"] = reader.take("qq")
    said["removals"] = reader.take("ii")
    said["times_to_live"] = reader.take("ii")
    said["compression_ratio"] = reader.take("d")
    said["tombstones"] = reader.take("ii")
    said["level"] = reader.take("i")
    said["repaired_at"] = reader.take("q")
    said["first"] = reader.values()
    said["last"] = reader.values()
    said["counters"] = reader.take("b")
    said["values"] = reader.take("q")
    said["rows"] = reader.take("q")
    return said
