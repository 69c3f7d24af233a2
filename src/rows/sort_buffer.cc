#include "rows/sort_buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "base/check.h"
#include "rows/sorted_record.h"

namespace earshot {

SortBuffer::SortBuffer(size_t bytes) : bytes_(bytes / alignof(SortEntry) * alignof(SortEntry)) {
  void* region = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (region == MAP_FAILED) throw std::bad_alloc();
  region_ = static_cast<char*>(region);
}

SortBuffer::~SortBuffer() { munmap(region_, bytes_); }

std::span<SortEntry> SortBuffer::Entries() const {
  return {reinterpret_cast<SortEntry*>(region_ + bytes_) - count_, count_};
}

bool SortBuffer::Add(std::string_view record) {
  const size_t free_bytes = bytes_ - records_end_ - count_ * sizeof(SortEntry);
  if (free_bytes < record.size() + sizeof(SortEntry)) return false;

  char* copy = region_ + records_end_;
  std::memcpy(copy, record.data(), record.size());
  records_end_ += record.size();

  ++count_;
  is_sorted_ = false;
  Entries().front() = EntryOf(copy);
  return true;
}

void SortBuffer::Sort(size_t threads) {
  SortEntries(Entries(), threads);
  is_sorted_ = true;
}

void SortBuffer::Clear() {
  records_end_ = 0;
  count_ = 0;
}

SortedRow SortBuffer::At(size_t position) const { return DecodeRecord(Entries()[position].record); }

void SortBuffer::Prefetch(size_t position) const {
  constexpr size_t kLineBytes = 64;
  const char* record = Entries()[position].record;
  __builtin_prefetch(record);
  __builtin_prefetch(record + kLineBytes);
}

size_t SortBuffer::LowerBound(std::string_view sort_key) const {
  EARSHOT_CHECK(is_sorted_);
  const std::span<SortEntry> entries = Entries();
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), sort_key,
                       [](const SortEntry& a, std::string_view b) { return DecodeRecord(a.record).sort_key < b; });
  return static_cast<size_t>(found - entries.begin());
}

}  // namespace earshot
