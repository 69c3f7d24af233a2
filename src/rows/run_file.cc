#include "rows/run_file.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "rows/sorted_record.h"

namespace earshot {
namespace {

// Precedes each block's rows, in the machine's own byte order.
struct BlockHeader {
  uint64_t checksum;  // XXH3-64 of the rows, seeded by which block of which file it is
  uint64_t bytes;     // of the rows
};

}  // namespace

// Reads a block at a time, into a buffer that grows only for a block larger than usual.
class RunCursor : public SortedCursor {
 public:
  RunCursor(const RunFile& run, uint64_t offset) : run_(run), next_offset_(offset) { Grow(kRunBlockBytes); }

  StatusOr<bool> Next(SortedRow* row) override {
    if (next_ == end_) {
      if (next_offset_ == run_.bytes_) return false;
      RETURN_IF_ERROR(ReadBlock());
    }
    *row = DecodeRecord(next_);
    next_ += RecordBytes(*row);
    return true;
  }

 private:
  Status ReadBlock() {
    const size_t at_once = std::min<uint64_t>(kRunBlockBytes, run_.bytes_ - next_offset_);
    const uint64_t begin = run_.begin_ + next_offset_;
    RETURN_IF_ERROR(run_.file_->Read(buffer_.get(), at_once, begin));
    BlockHeader header;
    std::memcpy(&header, buffer_.get(), sizeof header);
    const size_t block_bytes = sizeof header + header.bytes;
    // Nothing that was read is believed before its checksum is right, but the size is needed for that.
    const size_t bytes_max = std::min<uint64_t>(run_.block_bytes_max_, run_.bytes_ - next_offset_);
    if (header.bytes == 0 || header.bytes > bytes_max || block_bytes > bytes_max) return SpillChangedError();
    if (block_bytes > at_once) {
      Grow(block_bytes, at_once);
      RETURN_IF_ERROR(run_.file_->Read(buffer_.get() + at_once, block_bytes - at_once, begin + at_once));
    }
    next_ = buffer_.get() + sizeof header;
    end_ = buffer_.get() + block_bytes;
    if (XXH3_64bits_withSeed(next_, header.bytes, run_.file_->checksum_seed() + begin) != header.checksum) {
      return SpillChangedError();
    }
    next_offset_ += block_bytes;
    return absl::OkStatus();
  }

  // The first `kept` bytes stay.
  void Grow(size_t bytes, size_t kept = 0) {
    if (bytes <= capacity_) return;
    auto grown = std::make_unique_for_overwrite<char[]>(bytes);
    if (kept > 0) std::memcpy(grown.get(), buffer_.get(), kept);
    buffer_ = std::move(grown);
    capacity_ = bytes;
  }

  const RunFile& run_;
  uint64_t next_offset_;  // of the next block
  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  const char* next_ = nullptr;  // the block's next row
  const char* end_ = nullptr;   // of the block
};

RunFile::~RunFile() { file_->Release(begin_, begin_ + bytes_); }

std::unique_ptr<SortedCursor> RunFile::OpenAt(uint64_t offset) const {
  return std::make_unique<RunCursor>(*this, offset);
}

RunWriter::RunWriter(std::shared_ptr<SpillFile> file) : run_(new RunFile(std::move(file))) {}

Status RunWriter::Add(const SortedRow& row) {
  const size_t record_bytes = RecordBytes(row);
  if (!block_.empty() && block_.size() + record_bytes > kRunBlockBytes) RETURN_IF_ERROR(WriteBlock());
  if (block_.empty()) {
    run_->index_.Add(row.sort_key, run_->bytes_);
    block_.resize(sizeof(BlockHeader));
  }
  const size_t start = block_.size();
  block_.resize(start + record_bytes);
  EncodeRecord(row, block_.data() + start);
  return absl::OkStatus();
}

Status RunWriter::WriteBlock() {
  const size_t bytes = block_.size() - sizeof(BlockHeader);
  const uint64_t seed = run_->file_->checksum_seed() + run_->file_->end();
  const BlockHeader header = {XXH3_64bits_withSeed(block_.data() + sizeof header, bytes, seed), bytes};
  std::memcpy(block_.data(), &header, sizeof header);
  RETURN_IF_ERROR(run_->file_->Append(block_));
  run_->bytes_ += block_.size();
  run_->block_bytes_max_ = std::max(run_->block_bytes_max_, block_.size());
  block_.clear();
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<RunFile>> RunWriter::Finish() {
  if (!block_.empty()) RETURN_IF_ERROR(WriteBlock());
  return std::move(run_);
}

}  // namespace earshot
