// Listeners and artists as points of a space in which those are near who belong together: matrix factorisation of who
// heard what how often, by alternating least squares for implicit feedback (Hu, Koren, Volinsky 2008), each step a few
// of conjugate gradients (Takacs, Pilaszy, Tikk 2011). They put what the neighbour weights propose into a better order.
//
// Plain data once it is made; safe to share between threads.
#pragma once

#include <cstddef>

#include "base/status.h"
#include "taste/least_squares.h"
#include "taste/listening.h"

namespace earshot {

struct Factors {
  FactorVectors listeners;
  FactorVectors artists;

  // How near they are; the larger the nearer.
  float ScoreOf(size_t listener, size_t artist) const { return DotProduct(listeners[listener], artists[artist]); }
};

// The same for any number of threads: it starts from fixed numbers, and all sums have an order. The only error is a
// stop.
StatusOr<Factors> LearnFactors(const HeardLists& artists, size_t artist_count, size_t threads);

}  // namespace earshot
