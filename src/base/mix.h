// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014): every
// bit of the result depends on every bit of `value`. The same on every machine.
//
// A pure function; safe on any thread.
#pragma once

#include <cstdint>

namespace earshot {

// SplitMix64's step: odd, and without a pattern in its bits. Added before mixing, so that small numbers are no special
// case.
inline constexpr uint64_t kMixStep = 0x9e3779b97f4a7c15;

constexpr uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

}  // namespace earshot
