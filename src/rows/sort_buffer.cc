#include "rows/sort_buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <tuple>

#include "base/background.h"
#include "base/bytes.h"
#include "base/check.h"
#include "rows/sorted_record.h"

namespace earshot {
namespace {

// Fewer are sorted before a thread has started.
constexpr size_t kEntriesForThreads = size_t{1} << 14;

// The eight bytes of `key` from `offset` on, as a number that compares as they do; missing bytes count as zero.
uint64_t PrefixAt(std::string_view key, size_t offset) {
  char bytes[8] = {};
  if (offset < key.size()) std::memcpy(bytes, key.data() + offset, std::min<size_t>(8, key.size() - offset));
  return ReadBigEndian<uint64_t>(bytes);
}

}  // namespace

SortBuffer::SortBuffer(size_t bytes) : bytes_(bytes / alignof(Entry) * alignof(Entry)) {
  void* region = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (region == MAP_FAILED) throw std::bad_alloc();
  region_ = static_cast<char*>(region);
}

SortBuffer::~SortBuffer() { munmap(region_, bytes_); }

std::span<SortBuffer::Entry> SortBuffer::Entries() const {
  return {reinterpret_cast<Entry*>(region_ + bytes_) - count_, count_};
}

bool SortBuffer::Add(std::string_view record) {
  const size_t free_bytes = bytes_ - records_end_ - count_ * sizeof(Entry);
  if (free_bytes < record.size() + sizeof(Entry)) return false;

  char* copy = region_ + records_end_;
  std::memcpy(copy, record.data(), record.size());
  records_end_ += record.size();

  ++count_;
  is_sorted_ = false;
  const std::string_view key = DecodeRecord(copy).sort_key;
  Entries().front() = {{PrefixAt(key, 0), PrefixAt(key, 8), PrefixAt(key, 16)}, copy};
  return true;
}

bool SortBuffer::IsBefore(const Entry& a, const Entry& b) {
  for (size_t i = 0; i < a.prefix.size(); ++i) {
    if (a.prefix[i] != b.prefix[i]) return a.prefix[i] < b.prefix[i];
  }
  const SortedRow row_a = DecodeRecord(a.record);
  const SortedRow row_b = DecodeRecord(b.record);
  return std::tie(row_a.sort_key, row_a.origin) < std::tie(row_b.sort_key, row_b.origin);
}

// Divides the entries at the one that belongs in the middle, so that the parts need no merging and no more memory.
void SortBuffer::SortParts(std::span<Entry> entries, size_t threads) {
  if (threads < 2 || entries.size() < kEntriesForThreads) {
    std::sort(entries.begin(), entries.end(), IsBefore);
    return;
  }
  const size_t middle = entries.size() * (threads / 2) / threads;
  std::nth_element(entries.begin(), entries.begin() + static_cast<ptrdiff_t>(middle), entries.end(), IsBefore);
  auto first_part = InBackground([=] { SortParts(entries.first(middle), threads / 2); });
  SortParts(entries.subspan(middle), threads - threads / 2);
  first_part.get();
}

void SortBuffer::Sort(size_t threads) {
  SortParts(Entries(), threads);
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
  const std::span<Entry> entries = Entries();
  const auto found = std::lower_bound(entries.begin(), entries.end(), sort_key, [](const Entry& a, std::string_view b) {
    return DecodeRecord(a.record).sort_key < b;
  });
  return static_cast<size_t>(found - entries.begin());
}

}  // namespace earshot
