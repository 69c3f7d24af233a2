#include "rows/sort_entries.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/background.h"
#include "rows/key_number.h"
#include "rows/sorted_record.h"

namespace earshot {
namespace {

// Fewer are compared in less time than their bits are counted.
constexpr size_t kEntriesForRadix = 64;
// Fewer are sorted before a thread has started.
constexpr size_t kEntriesForThreads = size_t{1} << 14;
// What is not in order after as many steps is compared, so that neither the stack nor the time depends on how long keys
// are.
constexpr size_t kStepsMax = 32;

constexpr size_t kDigitBits = 8;
constexpr size_t kBuckets = size_t{1} << kDigitBits;

using Prefix = decltype(SortEntry::prefix);
using Entries = std::span<SortEntry>;

Prefix PrefixAt(std::string_view key, size_t offset) {
  return {NumberAt(key, offset), NumberAt(key, offset + 8), NumberAt(key, offset + 16)};
}

struct IsEntryBefore {
  bool operator()(const SortEntry& a, const SortEntry& b) const {
    for (size_t i = 0; i < a.prefix.size(); ++i) {
      if (a.prefix[i] != b.prefix[i]) return a.prefix[i] < b.prefix[i];
    }
    const SortedRow row_a = DecodeRecord(a.record);
    const SortedRow row_b = DecodeRecord(b.record);
    return std::tie(row_a.sort_key, row_a.origin) < std::tie(row_b.sort_key, row_b.origin);
  }
};

// Some bits of the prefixes, by which entries are put into buckets.
struct Digit {
  size_t number;  // of the prefix
  size_t shift;

  size_t Of(const SortEntry& entry) const { return (entry.prefix[number] >> shift) % kBuckets; }
};

// The first bits in which the prefixes differ; none where all are equal.
std::optional<Digit> FirstDigit(Entries entries) {
  Prefix differing = {};
  for (const SortEntry& entry : entries) {
    for (size_t i = 0; i < differing.size(); ++i) differing[i] |= entry.prefix[i] ^ entries.front().prefix[i];
  }
  for (size_t i = 0; i < differing.size(); ++i) {
    const auto bits = static_cast<size_t>(std::bit_width(differing[i]));
    if (bits > 0) return Digit{i, std::max(bits, kDigitBits) - kDigitBits};
  }
  return std::nullopt;
}

// Where each bucket begins, and where the last one ends.
using Bounds = std::array<size_t, kBuckets + 1>;

Bounds BoundsOf(Entries entries, Digit digit) {
  Bounds bounds = {};
  for (const SortEntry& entry : entries) ++bounds[digit.Of(entry) + 1];
  for (size_t i = 1; i < bounds.size(); ++i) bounds[i] += bounds[i - 1];
  return bounds;
}

// Bucket by bucket until all are in theirs: to follow one entry to its place, the next one from there, and so on, would
// be to wait for memory each time.
void MoveToBuckets(Entries entries, Digit digit, const Bounds& bounds) {
  std::array<size_t, kBuckets> next;
  std::copy_n(bounds.begin(), kBuckets, next.begin());
  for (bool all_moved = false; !std::exchange(all_moved, true);) {
    for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
      for (size_t i = next[bucket]; i < bounds[bucket + 1]; ++i) {
        std::swap(entries[i], entries[next[digit.Of(entries[i])]++]);
        all_moved = false;
      }
    }
  }
}

// Entries whose keys are equal before their prefixes.
struct Part {
  Entries entries;
  size_t offset;  // of the prefixes in the keys
  size_t steps;   // that have led to it
};

// Goes on after prefixes that are all equal. Where every key has ended, the shortest is first, which lacks bytes that
// are zeros in others; keys that are equal go by their origins.
void NextPrefixes(Part* part) {
  part->offset += sizeof(Prefix);
  const bool goes_on = std::any_of(part->entries.begin(), part->entries.end(), [&](const SortEntry& entry) {
    return DecodeRecord(entry.record).sort_key.size() > part->offset;
  });
  for (SortEntry& entry : part->entries) {
    const SortedRow row = DecodeRecord(entry.record);
    entry.prefix =
        goes_on ? PrefixAt(row.sort_key, part->offset) : Prefix{row.sort_key.size(), row.origin.file, row.origin.line};
  }
}

void SortPart(Part part, size_t threads);

// The buckets between `bounds`. Threads are given to both halves by how many entries these have.
void SortBuckets(const Part& part, std::span<const size_t> bounds, size_t threads) {
  const size_t size = bounds.back() - bounds.front();
  if (threads < 2 || size < kEntriesForThreads || bounds.size() < 3) {
    for (size_t i = 1; i < bounds.size(); ++i) {
      SortPart({part.entries.subspan(bounds[i - 1], bounds[i] - bounds[i - 1]), part.offset, part.steps}, threads);
    }
    return;
  }
  const auto middle = std::lower_bound(bounds.begin() + 1, bounds.end() - 2, bounds.front() + size / 2);
  const std::span<const size_t> first_half(bounds.begin(), middle + 1);
  const std::span<const size_t> second_half(middle, bounds.end());
  const size_t first_threads = ((*middle - bounds.front()) * threads + size / 2) / size;
  if (first_threads == 0 || first_threads == threads) {
    SortBuckets(part, first_half, threads);
    SortBuckets(part, second_half, threads);
    return;
  }
  auto first_sorted = InBackground([=] { SortBuckets(part, first_half, first_threads); });
  SortBuckets(part, second_half, threads - first_threads);
  first_sorted.get();
}

void SortPart(Part part, size_t threads) {
  while (part.entries.size() >= kEntriesForRadix && part.steps < kStepsMax) {
    ++part.steps;
    if (const std::optional<Digit> digit = FirstDigit(part.entries)) {
      const Bounds bounds = BoundsOf(part.entries, *digit);
      MoveToBuckets(part.entries, *digit, bounds);
      SortBuckets(part, bounds, threads);
      return;
    }
    NextPrefixes(&part);
  }
  std::sort(part.entries.begin(), part.entries.end(), IsEntryBefore());
}

}  // namespace

SortEntry EntryOf(const char* record) { return {PrefixAt(DecodeRecord(record).sort_key, 0), record}; }

void SortEntries(std::span<SortEntry> entries, size_t threads) { SortPart({entries, 0, 0}, threads); }

}  // namespace earshot
