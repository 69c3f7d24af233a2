#include "stores/sstable/index_keys.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "cql/byte_costs.h"
#include "cql/vint.h"

namespace earshot {
namespace {

// A key with its length, then two vints.
constexpr size_t kEntryBytesMax = sizeof(uint16_t) + kKeyBytesMax + 2 * 9;

}  // namespace

StatusOr<std::unique_ptr<IndexKeys>> IndexKeys::Open(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<IndexKeys>(new IndexKeys(std::move(file)));
}

StatusOr<bool> IndexKeys::Next(std::string_view* key) {
  RETURN_IF_ERROR(SkipBlocks());
  if (rest().size() < kEntryBytesMax) RETURN_IF_ERROR(Fill());
  std::string_view entry = rest();
  if (entry.empty()) return false;
  if (entry.size() < sizeof(uint16_t)) return Cut();
  const size_t key_bytes = ReadBigEndian<uint16_t>(entry.data());
  entry.remove_prefix(sizeof(uint16_t));
  if (entry.size() < key_bytes) return Cut();
  *key = entry.substr(0, key_bytes);
  entry.remove_prefix(key_bytes);
  uint64_t position = 0;
  if (!TakeVint(&entry, &position) || !TakeVint(&entry, &blocks_bytes_)) return Cut();
  at_ = end_ - entry.size();
  return true;
}

Status IndexKeys::SkipBlocks() {
  while (blocks_bytes_ > 0) {
    if (rest().empty()) RETURN_IF_ERROR(Fill());
    if (rest().empty()) return Cut();
    const uint64_t skipped = std::min<uint64_t>(blocks_bytes_, rest().size());
    at_ += skipped;
    blocks_bytes_ -= skipped;
  }
  return absl::OkStatus();
}

Status IndexKeys::Fill() {
  std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
  end_ -= at_;
  at_ = 0;
  ASSIGN_OR_RETURN(const size_t read, file_->Read(buffer_.data() + end_, buffer_.size() - end_));
  end_ += read;
  return absl::OkStatus();
}

}  // namespace earshot
