#include "taste/factors.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "taste/in_chunks.h"
#include "taste/listeners_of.h"

namespace earshot {
namespace {

constexpr int kRounds = 10;
constexpr int kSteps = 2;  // of conjugate gradients, from the factors of the round before
constexpr float kRegularization = 1;
constexpr float kAlpha = 2;

using Vector = Eigen::Matrix<float, kFactorCount, 1>;
using Square = Eigen::Matrix<float, kFactorCount, kFactorCount>;

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

// Between -0.01 and 0.01; splitmix64, so that they are the same on any machine.
FactorMatrix StartingFactors(size_t count) {
  FactorMatrix factors(kFactorCount, static_cast<Eigen::Index>(count));
  uint64_t state = 0;
  for (float& factor : factors.reshaped()) {
    state += 0x9e3779b97f4a7c15;
    uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
    factor = (static_cast<float>(mixed >> 40) * 0x1p-23F - 1) * 0.01F;
  }
  return factors;
}

// Moves the factors of listeners towards those that fit best the ones of the artists that they heard; or the other way
// round.
class LeastSquares {
 public:
  explicit LeastSquares(const FactorMatrix& others) : others_(others) {
    gram_.setZero();
    gram_.selfadjointView<Eigen::Lower>().rankUpdate(others);
    gram_ = gram_.selfadjointView<Eigen::Lower>();
    gram_.diagonal().array() += kRegularization;
  }

  void Improve(std::span<const Heard> heard, Eigen::Ref<Vector> factors) const {
    if (heard.empty()) {
      // What the steps would only come near to.
      factors.setZero();
      return;
    }
    Vector rest = -(gram_ * factors);
    for (const Heard& other : heard) {
      const auto factors_of_other = others_.col(other.item);
      const float confidence = confidence_.Of(other.plays);
      rest += (confidence - (confidence - 1) * factors_of_other.dot(factors)) * factors_of_other;
    }
    Vector direction = rest;
    float rest_squared = rest.squaredNorm();
    for (int step = 0; step < kSteps && rest_squared > 1e-20F; ++step) {
      Vector image = gram_ * direction;
      for (const Heard& other : heard) {
        const auto factors_of_other = others_.col(other.item);
        image += ((confidence_.Of(other.plays) - 1) * factors_of_other.dot(direction)) * factors_of_other;
      }
      const float length = rest_squared / direction.dot(image);
      factors += length * direction;
      rest -= length * image;
      const float before = std::exchange(rest_squared, rest.squaredNorm());
      direction = rest + (rest_squared / before) * direction;
    }
  }

 private:
  const FactorMatrix& others_;
  const Confidence confidence_;
  Square gram_;
};

Status ImproveAll(const HeardLists& heard, const FactorMatrix& others, size_t threads, FactorMatrix* factors) {
  const LeastSquares squares(others);
  return ForEachInChunks(
      heard.size(), threads, [] { return 0; },
      [&](int* /*scratch*/, size_t i) { squares.Improve(heard.Of(i), factors->col(static_cast<Eigen::Index>(i))); });
}

}  // namespace

StatusOr<Factors> LearnFactors(const HeardLists& artists, size_t artist_count, size_t threads) {
  const HeardLists listeners = Transposed(artists, artist_count);
  Factors factors;
  factors.listeners.setZero(kFactorCount, static_cast<Eigen::Index>(artists.size()));
  factors.artists = StartingFactors(artist_count);
  for (int round = 0; round < kRounds; ++round) {
    RETURN_IF_ERROR(ImproveAll(artists, factors.artists, threads, &factors.listeners));
    RETURN_IF_ERROR(ImproveAll(listeners, factors.listeners, threads, &factors.artists));
  }
  return factors;
}

}  // namespace earshot
