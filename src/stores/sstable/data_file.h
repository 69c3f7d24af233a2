// Data.db: bytes that are cut into chunks, with no regard to rows, each of which is compressed by LZ4 and has a
// checksum. CompressionInfo.db says where each begins. (In Cassandra's sources: CompressedSequentialWriter,
// LZ4Compressor.)
//
// One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/output_file.h"
#include "base/status.h"

namespace earshot {

class DataFile {
 public:
  static constexpr size_t kChunkBytes = size_t{16} << 10;

  static StatusOr<std::unique_ptr<DataFile>> Create(const std::string& path);

  // What is to be written: more is appended to it, and WriteChunks takes from its front.
  std::string* pending() { return &pending_; }
  // How many bytes there are so far, before they are compressed.
  uint64_t position() const { return taken_bytes_ + pending_.size(); }
  // Writes the whole chunks of what is pending, where they are worth the call.
  Status WriteChunks();
  // Writes the rest, and puts the file on the disk. Nothing may be written afterwards.
  Status Finish();

  // After Finish. The contents of CompressionInfo.db.
  std::string CompressionInfo() const;
  // Of the whole file, as Digest.crc32 has it: "3421780262".
  std::string Digest() const;
  // By how much it is smaller than what it has of bytes.
  double CompressionRatio() const;

 private:
  explicit DataFile(std::unique_ptr<OutputFile> file) : file_(std::move(file)) {}

  void Compress(std::string_view chunk);
  Status WriteCompressed();

  const std::unique_ptr<OutputFile> file_;
  std::string pending_;
  std::string compressed_;      // chunks that are not written to the file yet
  uint64_t taken_bytes_ = 0;    // of what was pending, and is compressed
  uint64_t written_bytes_ = 0;  // to the file
  uint64_t block_bytes_ = 0;    // of the compressed chunks, without their checksums
  std::vector<uint64_t> chunk_offsets_;
  uint32_t digest_ = 0;
};

}  // namespace earshot
