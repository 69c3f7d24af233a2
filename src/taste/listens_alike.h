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
#include <vector>

#include "base/status.h"
#include "taste/csv_rows.h"
#include "taste/dataset_file.h"
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

// Constant once it is made; safe to share between threads. What it is made of must outlive it, but for the opt-in.
class AlikeListeners {
 public:
  // Compares all who have opted in, on several threads. The only error is a stop.
  static StatusOr<AlikeListeners> Find(const Listening& listening, const NeighbourWeights& weights, const OptIn& opt_in,
                                       size_t threads);

  // As WriteDataset asks for the rows of those who have opted in, in the order of their user ids.
  static constexpr size_t kAtOnce = 64;
  size_t size() const { return listeners_.size(); }
  static NoScratch MakeScratch() { return {}; }
  void Append(size_t place, NoScratch*, CsvRows* rows) const;

  // Of each who has opted in the group with the two who are most like them, where there are two.
  void AddGroups(Groups* groups) const;

 private:
  // How much of what one listener plays one artist is: the squares of a listener's parts add up to 1.
  struct Part {
    uint32_t number = 0;  // of the artist; of Players the listener's place in listeners_
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
  class Players;

  AlikeListeners(const Listening& listening, const NeighbourWeights& weights, const OptIn& opt_in);

  // In the order of the artists.
  std::vector<Part> PartsOf(size_t place) const;
  bool MayNameArtist(uint32_t artist) const;
  // The listeners most like the one at `place` in listeners_, as such places. `sums` is clear before and after.
  std::vector<Scored> MostAlike(size_t place, const Players& players, SparseSums<Common>* sums) const;
  Shared SharedBy(const std::vector<Part>& parts, const std::vector<Part>& others) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  std::vector<uint32_t> listeners_;         // who have opted in, in order
  std::vector<std::vector<Scored>> alike_;  // of each of them, as places in listeners_, best first
};

}  // namespace earshot
