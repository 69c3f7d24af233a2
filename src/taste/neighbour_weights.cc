#include "taste/neighbour_weights.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "taste/first_of.h"
#include "taste/floors.h"
#include "taste/in_chunks.h"
#include "taste/listeners_of.h"

namespace earshot {
namespace {

// How many listeners have heard an artist besides the one whose list this is in.
struct CoCount {
  uint32_t artist = 0;
  uint32_t listeners = 0;
};

// The largest count first; of the same ones the lower number.
struct IsLargerCount {
  bool operator()(const CoCount& a, const CoCount& b) const {
    return a.listeners != b.listeners ? a.listeners > b.listeners : a.artist < b.artist;
  }
};

struct IsNearer {
  bool operator()(const Neighbour& a, const Neighbour& b) const {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.artist < b.artist;
  }
};

// What one artist after the other has in common with others. Belongs to one thread.
class CoCounter {
 public:
  CoCounter(const HeardLists& heard, const ListenersOf& listeners)
      : heard_(heard),
        listeners_(listeners),
        counts_(listeners.size(), 0),
        nearest_(kNeighboursMax),
        largest_(kCoCountsMax) {
    for (size_t i = 0; i < listeners.size(); ++i) {
      const size_t count = listeners.Of(i).size();
      scales_.push_back(count == 0 ? 0 : 1 / std::sqrt(static_cast<double>(count)));
    }
  }

  // Of all artists that somebody heard who heard `artist`, but for itself.
  void Count(size_t artist) {
    Add(artist);
    nearest_.Clear();
    largest_.Clear();
    for (const uint32_t other : std::span(found_).first(found_count_)) {
      const uint32_t both = std::exchange(counts_[other], 0);
      if (other == artist) continue;
      if (both >= kPairListenersMin && listeners_.Of(other).size() >= kItemListenersMin) {
        nearest_.Add({other, both, static_cast<float>(both * scales_[other] * scales_[artist]), 0});
      }
      largest_.Add({other, both});
    }
  }

  // Of the last artist counted; nearest first.
  const std::vector<Neighbour>& Nearest() { return nearest_.Sorted(); }
  const std::vector<CoCount>& Largest() { return largest_.Unsorted(); }

 private:
  void Add(size_t artist) {
    found_count_ = 0;
    for (const uint32_t listener : listeners_.Of(artist)) {
      const std::span<const Heard> heard = heard_.Of(listener);
      found_.resize(std::max(found_.size(), found_count_ + heard.size()));
      for (const Heard& other : heard) {
        // Whether it is the first time is a coin's toss to a processor: so there is no jump.
        found_[found_count_] = other.item;
        found_count_ += counts_[other.item]++ == 0 ? 1 : 0;
      }
    }
  }

  const HeardLists& heard_;
  const ListenersOf& listeners_;
  std::vector<double> scales_;  // of each artist
  std::vector<uint32_t> counts_;
  std::vector<uint32_t> found_;  // the first found_count_ are those that have a count
  size_t found_count_ = 0;
  FirstOf<Neighbour, IsNearer> nearest_;
  FirstOf<CoCount, IsLargerCount> largest_;
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
    const Eigen::LLT<Matrix> factored(counts_);
    // Counts that were not kept (kCoCountsMax) could leave a matrix that no listeners give. Then nothing speaks for it.
    if (factored.info() != Eigen::Success) return;
    const Vector solved = factored.solve(both);
    for (size_t i = 0; i < neighbours->size(); ++i) {
      const double weight = solved(static_cast<Eigen::Index>(i));
      (*neighbours)[i].weight = std::abs(weight) < kWeightMin ? 0 : static_cast<float>(weight);
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
      artist_count, threads, [&] { return CoCounter(artists, listeners); },
      [&](CoCounter* counter, size_t artist) {
        counter->Count(artist);
        weights.of[artist] = counter->Nearest();
        co_counts[artist] = counter->Largest();
      }));
  RETURN_IF_ERROR(ForEachInChunks(
      artist_count, threads, [&] { return RidgeSolver(weights.listeners, co_counts); },
      [&](RidgeSolver* solver, size_t artist) { solver->Solve(&weights.of[artist]); }));
  return weights;
}

}  // namespace earshot
