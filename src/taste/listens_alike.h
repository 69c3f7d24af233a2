// The dataset listens_alike (plays/taste_datasets.h): for each listener those who play the same artists.
//
// Their likeness is the cosine of what they play: log(1 + plays) of each artist, times log(all listeners / listeners of
// the artist), so that an artist whom few hear says more. It is explained by the shared artists that add most to it.
//
// Only those who have agreed to it (taste/opt_in.h) are in it, or are named. An artist with too few listeners
// (taste/floors.h) adds to likeness, and is not named; two who share fewer than two artists that can be named are not
// alike: one artist would make the same of all who have heard little else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "taste/groups.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/opt_in.h"
#include "taste/scored.h"
#include "taste/sparse_sums.h"

namespace earshot {

inline constexpr size_t kAlikeMax = 10;
// An artist with more listeners says next to nothing of two of them, and is left out.
inline constexpr uint32_t kTellingListenersMax = 20000;

// Constant; safe to share between threads. What it is made of must outlive it, but for the opt-in.
class AlikeListeners {
 public:
  AlikeListeners(const Listening& listening, const NeighbourWeights& weights, const OptIn& opt_in);

  // How many listeners have opted in.
  size_t size() const { return listeners_.size(); }
  // Appends the lines of those listeners from `begin` up to `end`, in the order of their user ids.
  void Append(size_t begin, size_t end, std::string* out) const;
  // Of each from `begin` up to `end` the group with the two who are most like them, where there are two.
  void AddGroups(size_t begin, size_t end, Groups* groups) const;

 private:
  // How much of what one listener plays one artist is: the squares of a listener's parts add up to 1.
  struct Part {
    uint32_t number = 0;  // of the artist; in players_ the listener's place in listeners_
    float part = 0;
  };
  // What two listeners have in common.
  struct Common {
    double likeness = 0;
    uint32_t named = 0;  // artists that can be named

    Common& operator+=(const Common& other);
  };
  struct Shared {
    std::vector<Scored> named;  // the artists that add most to the likeness, and may be named
    size_t count = 0;           // of all shared artists
  };

  // In the order of the artists.
  std::vector<Part> PartsOf(size_t place) const;
  bool MayNameArtist(uint32_t artist) const;
  // The `count` listeners most like the one at `place` in listeners_, as such places. `sums` is clear before and after.
  std::vector<Scored> MostAlike(size_t place, size_t count, SparseSums<Common>* sums) const;
  Shared SharedBy(size_t place, size_t other) const;
  void AppendPair(size_t place, size_t at, const Scored& other, std::string* out) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  std::vector<uint32_t> listeners_;         // who have opted in, in order
  std::vector<std::vector<Part>> players_;  // of each artist, in the order of listeners_
};

}  // namespace earshot
