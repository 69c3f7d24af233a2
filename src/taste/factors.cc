#include "taste/factors.h"

#include <Eigen/Core>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/mix.h"
#include "taste/in_chunks.h"
#include "taste/listeners_of.h"

namespace earshot {
namespace {

constexpr int kRounds = 10;
constexpr float kRegularization = 1;
constexpr float kAlpha = 2;

using Matrix = Eigen::Matrix<float, int{kFactorCount}, Eigen::Dynamic>;

// How sure it is that one belongs to the other, where 1 is nothing known: it grows with the logarithm of the plays.
class Confidence {
 public:
  Confidence() {
    for (uint32_t plays = 1; plays < known_.size(); ++plays) known_.at(plays) = Compute(plays);
  }
  float Of(uint32_t plays) const { return plays < known_.size() ? known_[plays] : Compute(plays); }

 private:
  static float Compute(uint32_t plays) { return kAlpha * (1 + std::log(static_cast<float>(plays))); }
  std::array<float, 1024> known_{};
};

// Between -0.01 and 0.01, the same on any machine.
FactorVectors StartingFactors(size_t count) {
  FactorVectors vectors(count);
  uint64_t state = 0;
  for (FactorVector& vector : vectors) {
    for (float& factor : vector.values) {
      state += kMixStep;
      factor = (static_cast<float>(Mix(state) >> 40) * 0x1p-23F - 1) * 0.01F;
    }
  }
  return vectors;
}

// As ImproveFactors wants it.
FactorVectors GramOf(const FactorVectors& vectors) {
  FactorVectors gram(kFactorCount);
  const Eigen::Map<const Matrix> of(vectors.front().values.data(), Eigen::Index{kFactorCount},
                                    static_cast<Eigen::Index>(vectors.size()));
  Eigen::Map<Matrix> to(gram.front().values.data(), Eigen::Index{kFactorCount}, Eigen::Index{kFactorCount});
  to.selfadjointView<Eigen::Lower>().rankUpdate(of);
  to = Matrix(to.selfadjointView<Eigen::Lower>());
  to.diagonal().array() += kRegularization;
  return gram;
}

// Moves the factors of listeners towards those that fit best the ones of the artists that they heard; or the other way
// round.
Status ImproveAll(const HeardLists& heard, const FactorVectors& others, size_t threads, FactorVectors* factors) {
  const FactorVectors gram = GramOf(others);
  const Confidence confidence;
  return ForEachInChunks(
      heard.size(), threads, [] { return std::vector<Belonging>(); },
      [&](std::vector<Belonging>* belongings, size_t i) {
        belongings->clear();
        for (const Heard& one : heard.Of(i)) belongings->push_back({one.item, confidence.Of(one.plays)});
        if (belongings->empty()) {
          // What the steps would only come near to.
          (*factors)[i] = {};
        } else {
          ImproveFactors(gram, others, *belongings, &(*factors)[i]);
        }
      });
}

}  // namespace

StatusOr<Factors> LearnFactors(const HeardLists& artists, size_t artist_count, size_t threads) {
  const HeardLists listeners = Transposed(artists, artist_count);
  Factors factors;
  factors.listeners.resize(artists.size());
  factors.artists = StartingFactors(artist_count);
  if (artists.size() == 0 || artist_count == 0) return factors;
  for (int round = 0; round < kRounds; ++round) {
    RETURN_IF_ERROR(ImproveAll(artists, factors.artists, threads, &factors.listeners));
    RETURN_IF_ERROR(ImproveAll(listeners, factors.listeners, threads, &factors.artists));
  }
  return factors;
}

}  // namespace earshot
