// For tests: what the files of an SSTable hold. Functions without state; safe on any thread.
#pragma once

#include <fmt/format.h>
#include <lz4.h>

#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/file.h"
#include "stores/sstable/checksum.h"

namespace earshot {

inline std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

inline std::set<std::string> NamesIn(const std::string& directory) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// What CompressionInfo.db says.
struct Chunks {
  explicit Chunks(std::string_view info) {
    constexpr size_t kFixedBytes = 2 + 13 + 4 + 4 + 4;
    uncompressed_bytes = ReadBigEndian<uint64_t>(info.data() + kFixedBytes);
    const auto count = ReadBigEndian<int32_t>(info.data() + kFixedBytes + 8);
    for (int32_t i = 0; i < count; ++i) {
      offsets.push_back(ReadBigEndian<uint64_t>(info.data() + kFixedBytes + 12 + 8 * i));
    }
  }

  uint64_t uncompressed_bytes = 0;
  std::vector<uint64_t> offsets;
};

// The chunks of Data.db, decompressed; throws where a checksum or a length is wrong.
inline std::vector<std::string> ReadChunks(std::string_view data, const Chunks& chunks) {
  constexpr size_t kNumberBytes = 4;
  std::vector<std::string> texts;
  for (size_t i = 0; i < chunks.offsets.size(); ++i) {
    const size_t end = i + 1 < chunks.offsets.size() ? chunks.offsets[i + 1] : data.size();
    const std::string_view chunk = data.substr(chunks.offsets[i], end - chunks.offsets[i] - kNumberBytes);
    if (ReadBigEndian<uint32_t>(data.data() + end - kNumberBytes) != Crc32(chunk)) throw std::runtime_error("checksum");
    std::string text(__builtin_bswap32(ReadBigEndian<uint32_t>(chunk.data())), '\0');
    const std::string_view block = chunk.substr(kNumberBytes);
    const int bytes =
        LZ4_decompress_safe(block.data(), text.data(), static_cast<int>(block.size()), static_cast<int>(text.size()));
    if (bytes != static_cast<int>(text.size())) throw std::runtime_error("length");
    texts.push_back(std::move(text));
  }
  return texts;
}

// The uncompressed Data.db of the SSTable in `directory`.
inline std::string DataOf(const std::string& directory) {
  const Chunks chunks(ReadSmallFile(directory + "/nb-1-big-CompressionInfo.db").value());
  std::string data;
  for (const std::string& text : ReadChunks(ReadSmallFile(directory + "/nb-1-big-Data.db").value(), chunks)) {
    data += text;
  }
  if (data.size() != chunks.uncompressed_bytes) throw std::runtime_error("bytes");
  return data;
}

}  // namespace earshot
