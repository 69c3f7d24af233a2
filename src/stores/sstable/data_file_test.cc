#include "stores/sstable/data_file.h"

#include <gtest/gtest.h>

#include <random>

#include "base/temporary_directory.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

constexpr size_t kChunk = DataFile::kChunkBytes;

struct WrittenData {
  std::string info;
  std::string digest;
  double ratio = 0;
  std::string file;
};

// `text`, handed over in pieces of `piece` bytes.
WrittenData WriteData(std::string_view text, size_t piece) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/Data.db";
  const std::unique_ptr<DataFile> data = DataFile::Create(path).value();
  for (size_t i = 0; i < text.size(); i += piece) {
    data->pending()->append(text.substr(i, piece));
    EXPECT_TRUE(data->WriteChunks().ok());
    EXPECT_EQ(data->position(), std::min(text.size(), i + piece));
  }
  EXPECT_TRUE(data->Finish().ok());
  return {data->CompressionInfo(), data->Digest(), data->CompressionRatio(), ReadSmallFile(path).value()};
}

std::string RandomText(size_t bytes) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < bytes) text.push_back(static_cast<char>(random()));
  return text;
}

TEST(Crc32, IsThatOfZlib) {
  EXPECT_EQ(Crc32("123456789"), 0xcbf43926U);
  EXPECT_EQ(Crc32("6789", Crc32("12345")), 0xcbf43926U);
}

TEST(DataFile, HasTheTextInChunksOfOneSizeWhateverThePiecesAre) {
  const std::string text = RandomText(7 * kChunk + 5);
  const WrittenData written = WriteData(text, 1000);
  const Chunks chunks(written.info);
  EXPECT_EQ(chunks.uncompressed_bytes, text.size());
  ASSERT_EQ(chunks.offsets.size(), 8U);
  std::string read;
  for (const std::string& chunk : ReadChunks(written.file, chunks)) read += chunk;
  EXPECT_EQ(read, text);
  EXPECT_EQ(ReadChunks(written.file, chunks)[6].size(), kChunk);
  EXPECT_EQ(ReadChunks(written.file, chunks)[7].size(), 5U);
  EXPECT_EQ(WriteData(text, 5 * kChunk + 1).file, written.file);
}

// Cassandra's verification wants one that begins behind the last byte.
TEST(DataFile, HasAnEmptyChunkAfterWholeOnesAlone) {
  for (const size_t bytes : {kChunk - 1, kChunk, kChunk + 1, 4 * kChunk - 1, 4 * kChunk, 4 * kChunk + 1}) {
    const std::string text(bytes, 'x');
    const WrittenData written = WriteData(text, 999);
    const std::vector<std::string> chunks = ReadChunks(written.file, Chunks(written.info));
    EXPECT_EQ(chunks.size(), bytes / kChunk + 1) << bytes;
    EXPECT_EQ(chunks.back().size(), bytes % kChunk);
    EXPECT_EQ(chunks.front(), text.substr(0, kChunk));
  }
}

TEST(DataFile, DescribesItsChunksAsCassandraDoes) {
  const WrittenData written = WriteData("some text", 9);
  EXPECT_EQ(HexOf(written.info), HexOf(std::string("\0\x0dLZ4Compressor", 15)) +
                                     "00000000"
                                     "00004000"
                                     "7fffffff"
                                     "0000000000000009"
                                     "00000001"
                                     "0000000000000000");
  // The length, little-endian; a block of nine literals; the checksum.
  EXPECT_EQ(HexOf(written.file).substr(0, 28),
            "09000000"
            "90" +
                HexOf("some text"));
  EXPECT_EQ(written.file.size(), 4U + 1 + 9 + 4);
}

TEST(DataFile, HasTheDigestOfTheWholeFile) {
  const WrittenData written = WriteData(RandomText(50 * kChunk), 3000);
  EXPECT_EQ(written.digest, std::to_string(Crc32(written.file)));
}

TEST(DataFile, CountsWhatIsCompressedWithoutItsChecksums) {
  const WrittenData written = WriteData(std::string(3 * kChunk - 1, 'x'), 3000);
  EXPECT_DOUBLE_EQ(written.ratio, static_cast<double>(written.file.size() - 3 * 4) / (3 * kChunk - 1));
  EXPECT_GT(WriteData(RandomText(kChunk - 1), 3000).ratio, 1);
}

}  // namespace
}  // namespace earshot
