// Random numbers that are the same on every machine: integers only, no distribution of the standard library (theirs
// differ between libraries) and no floating point (its rounding may).
//
// A Random is a value; it belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace earshot {

class Random {
 public:
  // The same numbers for the same parts. Each thing that is made takes a stream of its own, named by what it is
  // ("user 7 on day 3"), so that no thing depends on how many numbers another one drew.
  Random(std::initializer_list<uint64_t> parts);

  uint64_t Next();
  // A number in [0, bound); `bound` is at least 1.
  uint32_t Below(uint32_t bound);
  // A number in [low, high].
  uint32_t Between(uint32_t low, uint32_t high);
  // True in `permille` of 1,000 cases.
  bool Chance(uint32_t permille);

 private:
  uint64_t state_ = 0;
};

}  // namespace earshot
