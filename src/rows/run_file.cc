#include "rows/run_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/temporary_folder.h"
#include "rows/record.h"

namespace earshot {
namespace {

// One index entry for each so many bytes of rows, which is also how the file is written.
constexpr size_t kBlockBytes = size_t{256} << 10;

Status TemporaryFileError(int error) {
  return InputError("cannot write a sorted run in {}: {}; give more --memory, or set TMPDIR to a folder with room",
                    TemporaryParent(), std::strerror(error));
}

StatusOr<int> OpenUnnamedFile() {
  std::string path = TemporaryParent() + "/earshot-run-XXXXXX";
  const int descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return TemporaryFileError(errno);
  // Without a name the file goes with the process, however it ends.
  unlink(path.c_str());
  return descriptor;
}

Status WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return TemporaryFileError(errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

void AppendRecord(const SortedRow& row, std::string* out) {
  const size_t start = out->size();
  out->resize(start + RecordBytes(row));
  EncodeRecord(row, out->data() + start);
}

}  // namespace

// Reads records through a buffer, which grows only for a row larger than it.
class RunCursor : public SortedCursor {
 public:
  RunCursor(const RunFile& run, std::string begin, std::string end, size_t buffer_bytes)
      : run_(run), begin_(std::move(begin)), end_(std::move(end)), next_offset_(run.OffsetBefore(begin_)) {
    buffer_.resize(buffer_bytes);
  }

  StatusOr<bool> Next(SortedRow* row) override {
    do {
      ASSIGN_OR_RETURN(const bool more, NextRecord(row));
      if (!more || (!end_.empty() && row->sort_key >= end_)) return false;
    } while (row->sort_key < begin_);
    return true;
  }

 private:
  StatusOr<bool> NextRecord(SortedRow* row) {
    ASSIGN_OR_RETURN(const bool has_header, Ensure(kRecordHeaderBytes));
    if (!has_header) return false;
    const size_t record_bytes = RecordBytesFromHeader(buffer_.data() + position_);
    ASSIGN_OR_RETURN(const bool has_record, Ensure(record_bytes));
    if (!has_record) return SystemError("a sorted run ends within a row");
    *row = DecodeRecord(buffer_.data() + position_);
    position_ += record_bytes;
    return true;
  }

  // Makes `bytes` bytes available from position_ on; false at the end of the run.
  StatusOr<bool> Ensure(size_t bytes) {
    if (filled_ - position_ >= bytes) return true;
    std::memmove(buffer_.data(), buffer_.data() + position_, filled_ - position_);
    filled_ -= std::exchange(position_, 0);
    if (buffer_.size() < bytes) buffer_.resize(bytes);
    while (filled_ < bytes && next_offset_ < run_.bytes_) {
      const size_t wanted = std::min<uint64_t>(buffer_.size() - filled_, run_.bytes_ - next_offset_);
      const ssize_t count = pread(run_.descriptor_, buffer_.data() + filled_, wanted, static_cast<off_t>(next_offset_));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return ErrnoError(count < 0 ? errno : EIO, "cannot read a sorted run");
      filled_ += static_cast<size_t>(count);
      next_offset_ += static_cast<uint64_t>(count);
    }
    return filled_ >= bytes;
  }

  const RunFile& run_;
  const std::string begin_;
  const std::string end_;
  std::vector<char> buffer_;
  size_t position_ = 0;
  size_t filled_ = 0;
  uint64_t next_offset_;
};

RunFile::~RunFile() { close(descriptor_); }

StatusOr<std::unique_ptr<RunFile>> RunFile::Write(const SortBuffer& buffer) {
  ASSIGN_OR_RETURN(const int descriptor, OpenUnnamedFile());
  std::unique_ptr<RunFile> run(new RunFile(descriptor));
  std::string block;
  for (size_t i = 0; i < buffer.size(); ++i) {
    const SortedRow row = buffer.At(i);
    if (block.empty()) run->index_.push_back({std::string(row.sort_key), run->bytes_});
    AppendRecord(row, &block);
    if (block.size() < kBlockBytes && i + 1 < buffer.size()) continue;
    RETURN_IF_ERROR(WriteAll(descriptor, block));
    run->bytes_ += block.size();
    block.clear();
  }
  return run;
}

uint64_t RunFile::OffsetBefore(const std::string& begin) const {
  const auto after =
      std::lower_bound(index_.begin(), index_.end(), begin,
                       [](const IndexEntry& entry, const std::string& key) { return entry.sort_key < key; });
  return after == index_.begin() ? 0 : std::prev(after)->offset;
}

void RunFile::AppendBlockKeys(std::vector<std::string>* keys) const {
  for (const IndexEntry& entry : index_) keys->push_back(entry.sort_key);
}

std::unique_ptr<SortedCursor> RunFile::Open(std::string begin, std::string end, size_t buffer_bytes) const {
  return std::make_unique<RunCursor>(*this, std::move(begin), std::move(end), buffer_bytes);
}

}  // namespace earshot
