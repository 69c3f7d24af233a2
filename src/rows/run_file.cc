#include "rows/run_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error_code.h"
#include "base/temporary_directory.h"
#include "rows/record.h"

namespace earshot {
namespace {

// Stands before each block's rows, in the machine's own byte order.
struct BlockHeader {
  uint64_t checksum;  // XXH3-64 of the rows, seeded by which block of which run it is
  uint64_t bytes;     // of the rows
};

// Further apart than any two blocks of a run.
constexpr uint64_t kSeedsApart = uint64_t{1} << 48;

Status WriteError(int error) {
  return WithCode(InputError("cannot write a sorted run in {}: {}", TemporaryParent(), std::strerror(error)),
                  ErrorCode::kTemporarySpace);
}

Status ChangedError() {
  return SystemError(
      "a sorted run in {} was read back changed: its disk or the memory is faulty; run again, with TMPDIR set to a "
      "directory on another disk",
      TemporaryParent());
}

StatusOr<int> OpenUnnamedFile() {
  const std::string directory = TemporaryParent();
  int descriptor = open(directory.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
    std::string path = directory + "/earshot-run-XXXXXX";
    descriptor = mkostemp(path.data(), O_CLOEXEC);
    // Without a name the file goes with the process, however it ends.
    if (descriptor >= 0) unlink(path.c_str());
  }
  if (descriptor < 0) return WriteError(errno);
  return descriptor;
}

Status WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return WriteError(errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

Status ReadAll(int descriptor, char* out, size_t bytes, uint64_t offset) {
  while (bytes > 0) {
    const ssize_t count = pread(descriptor, out, bytes, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(errno, "cannot read a sorted run in " + TemporaryParent());
    if (count == 0) return ChangedError();
    out += count;
    bytes -= static_cast<size_t>(count);
    offset += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

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
    RETURN_IF_ERROR(ReadAll(run_.descriptor_, buffer_.get(), at_once, next_offset_));
    BlockHeader header;
    std::memcpy(&header, buffer_.get(), sizeof header);
    const size_t block_bytes = sizeof header + header.bytes;
    // Nothing that was read is believed before its checksum is right, but the size is needed for that.
    const size_t bytes_max = std::min<uint64_t>(run_.block_bytes_max_, run_.bytes_ - next_offset_);
    if (header.bytes == 0 || header.bytes > bytes_max || block_bytes > bytes_max) return ChangedError();
    if (block_bytes > at_once) {
      Grow(block_bytes, at_once);
      RETURN_IF_ERROR(
          ReadAll(run_.descriptor_, buffer_.get() + at_once, block_bytes - at_once, next_offset_ + at_once));
    }
    next_ = buffer_.get() + sizeof header;
    end_ = buffer_.get() + block_bytes;
    if (XXH3_64bits_withSeed(next_, header.bytes, run_.checksum_seed_ + next_offset_) != header.checksum) {
      return ChangedError();
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

StatusOr<std::unique_ptr<RunFile>> RunFile::Create() {
  // So that no block of another run, left on the disk or brought up by mistake, passes for one of this run.
  static std::atomic<uint64_t> next_seed = 0;
  ASSIGN_OR_RETURN(const int descriptor, OpenUnnamedFile());
  return std::unique_ptr<RunFile>(new RunFile(descriptor, next_seed.fetch_add(kSeedsApart)));
}

RunFile::~RunFile() { close(descriptor_); }

std::unique_ptr<SortedCursor> RunFile::OpenAt(uint64_t offset) const {
  return std::make_unique<RunCursor>(*this, offset);
}

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
  const uint64_t seed = run_->checksum_seed_ + run_->bytes_;
  const BlockHeader header = {XXH3_64bits_withSeed(block_.data() + sizeof header, bytes, seed), bytes};
  std::memcpy(block_.data(), &header, sizeof header);
  RETURN_IF_ERROR(WriteAll(run_->descriptor_, block_));
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
