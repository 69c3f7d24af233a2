// A sample of the plays of an event file, which shows what counts of rows do not: that the file is a copy of another
// one, or that its plays have lost what tells them apart.
//
// The sample is the plays with the smallest hashes of their natural keys (bottom-k sampling), so that of two files with
// the same plays the same ones are in it. It is the whole file where that has no more plays. What is several times in
// the file is in it once.
//
// Plain data; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "events/event.h"

namespace earshot {

struct SampledPlay {
  uint64_t key = 0;  // hash of session and item
  uint64_t row = 0;  // hash of the whole line

  bool operator==(const SampledPlay&) const = default;
  bool operator<(const SampledPlay& other) const { return key != other.key ? key < other.key : row < other.row; }
};

class PlaySample {
 public:
  explicit PlaySample(size_t plays_max) : plays_max_(plays_max) {}

  // Empties it for more plays of the same file, or of another one.
  void Clear();
  void Restart();
  // `line` is what the consolidated file has of it. REQUIRES: kFieldSlackBytes readable after the event's texts.
  void Add(const Event& event, std::string_view line) {
    ++plays_seen_;
    if (const uint64_t key = KeyOf(event); key <= key_max_) AddSmall(key, line);
  }
  void Add(const PlaySample& other);

  // The plays, sorted: all of the file's whose keys are not above key_max().
  const std::vector<SampledPlay>& Sorted();
  uint64_t key_max() const { return key_max_; }
  bool is_whole() const { return key_max_ == std::numeric_limits<uint64_t>::max(); }
  size_t plays_max() const { return plays_max_; }

  // The share of plays that have the key of another play before them, with other values.
  double ShareOfConflicts();

 private:
  // A short text itself, as most are.
  static uint64_t NumberOf(std::string_view text) {
    uint64_t number = 0;
    if (text.empty()) return number;
    if (text.size() > sizeof number) return HashOf(text);
    std::memcpy(&number, text.data(), sizeof number);
    return number << (8 * (sizeof number - text.size()));
  }

  // Each play pays for it, so it is a few multiplications and not a hash of bytes.
  static uint64_t KeyOf(const Event& event) {
    // Odd numbers with bits as random as those of the golden ratio and of the square root of three.
    constexpr uint64_t kSessionFactor = 0x9e3779b97f4a7c15;
    constexpr uint64_t kItemFactor = 0xbb67ae8584caa73b;
    const uint64_t session = NumberOf(event.fields[kEventSessionId].text) * kSessionFactor;
    const uint64_t mixed = (session ^ (session >> 32) ^ NumberOf(event.fields[kEventItemInSession].text)) * kItemFactor;
    return (mixed ^ (mixed >> 32)) * kSessionFactor;
  }

  static uint64_t HashOf(std::string_view text);
  void AddSmall(uint64_t key, std::string_view line);
  void LimitKeys();

  size_t plays_max_;
  uint64_t plays_seen_ = 0;
  uint64_t plays_before_ = 0;  // of plays_seen_, before it was cleared
  uint64_t key_max_ = std::numeric_limits<uint64_t>::max();
  std::vector<SampledPlay> plays_;
};

// Of how many plays each of `files` may have a sample, so that all together take a few megabytes.
size_t SampledPlaysMax(size_t files);

// For each file the one that it is a copy of, or of a part of it; of several with the same plays the first is none.
// A file of a single play, however often, is too small to say so.
std::vector<std::optional<size_t>> FindCopies(std::vector<PlaySample>* files);

}  // namespace earshot
