// What is moved when rows in memory are sorted: where each row is, and how its sort key begins.
//
// Many entries are sorted by radix, in place: eight bits at a time, from the first ones on in which they differ. A few
// are compared. To compare all takes three times as long where they are a million.
//
// Works on the caller's memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace earshot {

struct SortEntry {
  // 24 bytes of the sort key as numbers that compare as they do: the first ones, which decide nearly always. Zeros
  // after the end of a shorter key.
  std::array<uint64_t, 3> prefix;
  const char* record;  // rows/sorted_record.h
};

SortEntry EntryOf(const char* record);

// Sorts entries of EntryOf by sort key, then origin, on up to `threads` threads. Their prefixes are of no use
// afterwards.
void SortEntries(std::span<SortEntry> entries, size_t threads);

}  // namespace earshot
