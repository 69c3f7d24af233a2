#include "base/zstd_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

std::string Decompressed(const std::string& compressed) {
  std::string text(ZSTD_getFrameContentSize(compressed.data(), compressed.size()) == 0 ? 0 : size_t{8} << 20, '\0');
  const size_t size = ZSTD_decompress(text.data(), text.size(), compressed.data(), compressed.size());
  EXPECT_EQ(ZSTD_isError(size), 0u) << ZSTD_getErrorName(size);
  text.resize(size);
  return text;
}

std::string WrittenAndRead(const std::vector<std::string>& pieces) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/a.zst";
  const auto file = OutputFile::Create(path).value();
  ZstdWriter writer(*file);
  for (const std::string& piece : pieces) EXPECT_TRUE(writer.Write(piece).ok());
  EXPECT_TRUE(writer.Finish().ok());
  EXPECT_TRUE(file->Commit().ok());
  std::ifstream in(path, std::ios::binary);
  return Decompressed({std::istreambuf_iterator<char>(in), {}});
}

TEST(ZstdWriterTest, WhatIsWrittenIsReadAgain) {
  std::string wanted;
  std::vector<std::string> pieces;
  for (int i = 0; i < 1000; ++i) {
    pieces.push_back(fmt::format("{},", i * 7919) +
                     std::string(static_cast<size_t>(i), static_cast<char>('a' + i % 7)));
    wanted += pieces.back();
  }
  pieces.push_back(std::string(size_t{3} << 20, 'x'));
  wanted += pieces.back();
  EXPECT_EQ(WrittenAndRead(pieces), wanted);
}

TEST(ZstdWriterTest, NothingIsAFrameToo) { EXPECT_EQ(WrittenAndRead({}), ""); }

}  // namespace
}  // namespace earshot
