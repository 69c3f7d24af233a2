// What taste is learned from: who heard what, and how often.
//
// Plain data; safe to share between threads while constant. Artists, songs and listeners are numbered from 0 in the
// order of their names (bytewise) and user ids, so that whatever is the same for two of them is decided by the number:
// results do not depend on threads, or on the order of the plays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

struct Song {
  uint32_t artist = 0;
  std::string title;
};

struct Catalog {
  std::vector<std::string> artists;
  std::vector<Song> songs;          // by artist, then title
  std::vector<uint32_t> song_ends;  // of each artist: where its songs end in `songs`

  uint32_t SongsBegin(uint32_t artist) const { return artist == 0 ? 0 : song_ends[artist - 1]; }
  uint32_t SongsEnd(uint32_t artist) const { return song_ends[artist]; }
};

// As the last play of a listener says.
struct Listener {
  int64_t user_id = 0;
  std::string level;
  std::string gender;
  std::string region;
};

// An artist or a song that a listener has played.
struct Heard {
  uint32_t item = 0;
  uint32_t plays = 0;

  bool operator==(const Heard&) const = default;
};

// How often `item` was played; 0 where it is not in `heard`. REQUIRES: `heard` is in the order of the items.
// It is asked most often for what is not there, at no place that a processor could foresee: so a step moves without a
// jump.
inline uint32_t PlaysOf(std::span<const Heard> heard, uint32_t item) {
  size_t begin = 0;
  for (size_t length = heard.size(); length > 1;) {
    const size_t half = length / 2;
    begin += heard[begin + half].item <= item ? half : 0;
    length -= half;
  }
  return begin < heard.size() && heard[begin].item == item ? heard[begin].plays : 0;
}

// Lists of Heard, one for each listener, one after the other.
class HeardLists {
 public:
  HeardLists() = default;
  // `ends` are where the lists end in `entries`.
  HeardLists(std::vector<size_t> ends, std::vector<Heard> entries)
      : entries_(std::move(entries)), ends_(std::move(ends)) {}

  size_t size() const { return ends_.size(); }
  // In the order of the items.
  std::span<const Heard> Of(size_t listener) const {
    const size_t begin = listener == 0 ? 0 : ends_[listener - 1];
    return {entries_.data() + begin, ends_[listener] - begin};
  }
  size_t entry_count() const { return entries_.size(); }

  void Reserve(size_t lists, size_t entries) {
    ends_.reserve(lists);
    entries_.reserve(entries);
  }

  // Appends to the list of the next listener, which EndList completes.
  void Add(const Heard& heard) { entries_.push_back(heard); }
  void EndList() { ends_.push_back(entries_.size()); }

 private:
  std::vector<Heard> entries_;
  std::vector<size_t> ends_;
};

struct Listening {
  Catalog catalog;
  std::vector<Listener> listeners;
  HeardLists artists;  // of each listener
  HeardLists songs;
};

}  // namespace earshot
