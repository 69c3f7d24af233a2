// How large the largest of many values will be, from the largest of a few.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace earshot {

// The largest of `times` as many values of the same distribution as the `count` whose largest are `largest`, largest
// first. What the distribution's tail is like comes from the largest tenth of the values (a generalised Pareto
// distribution, fitted by probability-weighted moments); from fewer than twenty values nothing can be learned about
// it, and the largest stays what it is. `times` is at least 1.
double LargestOfMore(const std::vector<uint64_t>& largest, uint64_t count, double times);

}  // namespace earshot
