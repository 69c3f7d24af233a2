#include "generate/random.h"

#include "base/mix.h"

namespace earshot {
Random::Random(std::initializer_list<uint64_t> parts) {
  for (const uint64_t part : parts) state_ = Mix(state_ + kMixStep + Mix(part + kMixStep));
}

uint64_t Random::Next() { return Mix(state_ += kMixStep); }

uint32_t Random::Below(uint32_t bound) { return static_cast<uint32_t>(((Next() >> 32) * bound) >> 32); }

uint32_t Random::Between(uint32_t low, uint32_t high) { return low + Below(high - low + 1); }

bool Random::Chance(uint32_t permille) { return Below(1000) < permille; }

}  // namespace earshot
