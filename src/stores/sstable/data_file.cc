#include "stores/sstable/data_file.h"

#include <lz4.h>

#include <cstring>

#include "base/bytes.h"
#include "base/check.h"
#include "stores/sstable/checksum.h"

namespace earshot {
namespace {

// So much is compressed, and so much written, at once.
constexpr size_t kPendingBytes = 4 * DataFile::kChunkBytes;
constexpr size_t kWriteBytes = size_t{256} << 10;
constexpr int32_t kCompressedBytesMax = 0x7fffffff;  // a chunk that does not become smaller is kept compressed
constexpr std::string_view kCompressor = "LZ4Compressor";

}  // namespace

StatusOr<std::unique_ptr<DataFile>> DataFile::Create(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  return std::unique_ptr<DataFile>(new DataFile(std::move(file)));
}

Status DataFile::WriteChunks() {
  if (pending_.size() < kPendingBytes) return absl::OkStatus();
  const std::string_view pending = pending_;
  const size_t end = pending.size() / kChunkBytes * kChunkBytes;
  for (size_t i = 0; i < end; i += kChunkBytes) {
    Compress(pending.substr(i, kChunkBytes));
    if (compressed_.size() >= kWriteBytes) RETURN_IF_ERROR(WriteCompressed());
  }
  taken_bytes_ += end;
  pending_.erase(0, end);
  return absl::OkStatus();
}

Status DataFile::Finish() {
  const uint64_t bytes = position();
  while (!pending_.empty()) {
    const std::string chunk = pending_.substr(0, kChunkBytes);
    Compress(chunk);
    taken_bytes_ += chunk.size();
    pending_.erase(0, chunk.size());
  }
  // Whoever looks behind the last byte of whole chunks finds none there, and calls the file corrupt: a bug of
  // Cassandra's `import -e` and `verify -e` (CompressionMetadata.chunkFor), which its own files meet as well. An empty
  // chunk is one that they find.
  if (bytes % kChunkBytes == 0) Compress("");
  RETURN_IF_ERROR(WriteCompressed());
  return file_->CommitToDisk();
}

void DataFile::Compress(std::string_view chunk) {
  const size_t start = compressed_.size();
  chunk_offsets_.push_back(written_bytes_ + start);
  const int bytes_max = LZ4_compressBound(static_cast<int>(chunk.size()));
  AppendLittleEndian(static_cast<uint32_t>(chunk.size()), &compressed_);
  const size_t block = compressed_.size();
  compressed_.resize(block + static_cast<size_t>(bytes_max));
  const int bytes =
      LZ4_compress_default(chunk.data(), compressed_.data() + block, static_cast<int>(chunk.size()), bytes_max);
  EARSHOT_CHECK(bytes > 0);
  compressed_.resize(block + static_cast<size_t>(bytes));
  block_bytes_ += compressed_.size() - start;
  AppendBigEndian(Crc32(std::string_view(compressed_).substr(start)), &compressed_);
}

Status DataFile::WriteCompressed() {
  RETURN_IF_ERROR(file_->Write(compressed_));
  digest_ = Crc32(compressed_, digest_);
  written_bytes_ += compressed_.size();
  compressed_.clear();
  return absl::OkStatus();
}

std::string DataFile::CompressionInfo() const {
  std::string info;
  AppendBigEndian(static_cast<uint16_t>(kCompressor.size()), &info);
  info.append(kCompressor);
  AppendBigEndian<int32_t>(0, &info);  // options
  AppendBigEndian(static_cast<int32_t>(kChunkBytes), &info);
  AppendBigEndian(kCompressedBytesMax, &info);
  AppendBigEndian(taken_bytes_, &info);
  AppendBigEndian(static_cast<int32_t>(chunk_offsets_.size()), &info);
  for (const uint64_t offset : chunk_offsets_) AppendBigEndian(offset, &info);
  return info;
}

std::string DataFile::Digest() const { return fmt::format("{}", digest_); }

double DataFile::CompressionRatio() const {
  return static_cast<double>(block_bytes_) / static_cast<double>(taken_bytes_);
}

}  // namespace earshot
