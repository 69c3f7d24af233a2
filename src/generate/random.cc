#include "generate/random.h"

namespace earshot {
namespace {

// The finaliser of SplitMix64: every bit of the result depends on every bit of `value`.
uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

// SplitMix64's step: odd, and without a pattern in its bits.
constexpr uint64_t kStep = 0x9e3779b97f4a7c15;

}  // namespace

Random::Random(std::initializer_list<uint64_t> parts) {
  for (const uint64_t part : parts) state_ = Mix(state_ + kStep + Mix(part + kStep));
}

uint64_t Random::Next() { return Mix(state_ += kStep); }

uint32_t Random::Below(uint32_t bound) { return static_cast<uint32_t>(((Next() >> 32) * bound) >> 32); }

uint32_t Random::Between(uint32_t low, uint32_t high) { return low + Below(high - low + 1); }

bool Random::Chance(uint32_t permille) { return Below(1000) < permille; }

}  // namespace earshot
