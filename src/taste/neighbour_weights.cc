#include "taste/neighbour_weights.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "taste/in_chunks.h"
#include "taste/listeners_of.h"

namespace earshot {
namespace {

// How many listeners have heard an artist besides the one whose list this is in.
struct CoCount {
  uint32_t artist = 0;
  uint32_t listeners = 0;
};

// Moves the first `count` by `before` to the front.
template <typename Before>
void KeepFirst(size_t count, const Before& before, std::vector<CoCount>* counts) {
  if (counts->size() <= count) return;
  std::nth_element(counts->begin(), counts->begin() + static_cast<ptrdiff_t>(count), counts->end(), before);
  counts->resize(count);
}

class CoCounter {
 public:
  CoCounter(const HeardLists& heard, const ListenersOf& listeners)
      : heard_(heard), listeners_(listeners), counts_(listeners.size(), 0) {}

  // Of all artists that somebody heard who heard `artist`, but for itself.
  std::vector<CoCount>& Count(size_t artist) {
    found_.clear();
    for (const uint32_t listener : listeners_.Of(artist)) {
      for (const Heard& other : heard_.Of(listener)) {
        if (counts_[other.item]++ == 0) found_.push_back({other.item, 0});
      }
    }
    for (CoCount& other : found_) other.listeners = std::exchange(counts_[other.artist], 0);
    std::erase_if(found_, [&](const CoCount& other) { return other.artist == artist; });
    return found_;
  }

 private:
  const HeardLists& heard_;
  const ListenersOf& listeners_;
  std::vector<uint32_t> counts_;
  std::vector<CoCount> found_;
};

// Finds the artists that are nearest to one after the other. Belongs to one thread.
class NearestFinder {
 public:
  explicit NearestFinder(const std::vector<uint32_t>& listeners) {
    for (const uint32_t count : listeners)
      scales_.push_back(count == 0 ? 0 : 1 / std::sqrt(static_cast<double>(count)));
  }

  // Nearest first. `counts` are those of the artist.
  std::vector<Neighbour> Find(size_t artist, const std::vector<CoCount>& counts) {
    nearest_.clear();
    for (uint32_t i = 0; i < counts.size(); ++i) {
      nearest_.push_back({static_cast<float>(counts[i].listeners * scales_[counts[i].artist] * scales_[artist]), i});
    }
    const size_t kept = std::min(nearest_.size(), kNeighboursMax);
    const auto end = nearest_.begin() + static_cast<ptrdiff_t>(kept);
    std::partial_sort(nearest_.begin(), end, nearest_.end(), [&](const Near& a, const Near& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : counts[a.place].artist < counts[b.place].artist;
    });
    std::vector<Neighbour> neighbours;
    neighbours.reserve(kept);
    for (const Near& near : std::span(nearest_).first(kept)) {
      neighbours.push_back({counts[near.place].artist, counts[near.place].listeners, near.likeness, 0});
    }
    return neighbours;
  }

 private:
  struct Near {
    float likeness = 0;
    uint32_t place = 0;  // in the counts
  };
  std::vector<double> scales_;  // of each artist
  std::vector<Near> nearest_;
};

// Solves (G_NN + lambda I) w = g_Nj for the neighbours N of one artist j after the other, where G counts who heard
// both.
class RidgeSolver {
 public:
  RidgeSolver(const std::vector<uint32_t>& listeners, const std::vector<std::vector<CoCount>>& co_counts)
      : listeners_(listeners), co_counts_(co_counts), places_(listeners.size(), 0) {}

  void Solve(std::vector<Neighbour>* neighbours) {
    if (neighbours->empty()) return;
    FillCounts(*neighbours);
    Vector both(static_cast<Eigen::Index>(neighbours->size()));
    for (size_t i = 0; i < neighbours->size(); ++i)
      both(static_cast<Eigen::Index>(i)) = (*neighbours)[i].listeners_both;
    const Vector solved = counts_.llt().solve(both);
    for (size_t i = 0; i < neighbours->size(); ++i) {
      (*neighbours)[i].weight = static_cast<float>(solved(static_cast<Eigen::Index>(i)));
    }
  }

 private:
  static constexpr int kMax = int{kNeighboursMax};
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, kMax, kMax>;
  using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, kMax, 1>;

  void FillCounts(const std::vector<Neighbour>& neighbours) {
    const auto size = static_cast<Eigen::Index>(neighbours.size());
    counts_.setZero(size, size);
    for (Eigen::Index i = 0; i < size; ++i)
      places_[neighbours[static_cast<size_t>(i)].artist] = static_cast<uint8_t>(i + 1);
    for (Eigen::Index i = 0; i < size; ++i) {
      const uint32_t artist = neighbours[static_cast<size_t>(i)].artist;
      counts_(i, i) = listeners_[artist] + kRidgeLambda;
      for (const CoCount& other : co_counts_[artist]) {
        const Eigen::Index place = places_[other.artist];
        // A count may be kept with one of the two alone.
        if (place > 0) counts_(i, place - 1) = counts_(place - 1, i) = other.listeners;
      }
    }
    for (const Neighbour& neighbour : neighbours) places_[neighbour.artist] = 0;
  }

  const std::vector<uint32_t>& listeners_;
  const std::vector<std::vector<CoCount>>& co_counts_;
  std::vector<uint8_t> places_;  // of the neighbours in counts_, from 1; 0 of all others
  Matrix counts_;
};

}  // namespace

StatusOr<NeighbourWeights> LearnNeighbours(const HeardLists& artists, size_t artist_count, size_t threads) {
  const ListenersOf listeners(artists, artist_count);
  NeighbourWeights weights;
  for (size_t i = 0; i < artist_count; ++i) weights.listeners.push_back(static_cast<uint32_t>(listeners.Of(i).size()));
  weights.of.resize(artist_count);
  std::vector<std::vector<CoCount>> co_counts(artist_count);
  RETURN_IF_ERROR(ForEachInChunks(
      artist_count, threads, [&] { return std::pair(CoCounter(artists, listeners), NearestFinder(weights.listeners)); },
      [&](auto* counter_and_finder, size_t artist) {
        std::vector<CoCount>& counts = counter_and_finder->first.Count(artist);
        weights.of[artist] = counter_and_finder->second.Find(artist, counts);
        KeepFirst(
            kCoCountsMax,
            [](const CoCount& a, const CoCount& b) {
              return a.listeners != b.listeners ? a.listeners > b.listeners : a.artist < b.artist;
            },
            &counts);
        co_counts[artist].assign(counts.begin(), counts.end());
      }));
  RETURN_IF_ERROR(ForEachInChunks(
      artist_count, threads, [&] { return RidgeSolver(weights.listeners, co_counts); },
      [&](RidgeSolver* solver, size_t artist) { solver->Solve(&weights.of[artist]); }));
  return weights;
}

}  // namespace earshot
