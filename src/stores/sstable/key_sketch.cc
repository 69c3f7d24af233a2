#include "stores/sstable/key_sketch.h"

#include <algorithm>
#include <bit>

#include "base/bytes.h"
#include "cql/vint.h"

namespace earshot {
namespace {

constexpr int kIndexBits = 13;
constexpr int kSparseIndexBits = 25;  // of the other form, which Cassandra has of few keys; it reads this one as well
constexpr size_t kRegisters = size_t{1} << kIndexBits;
constexpr int kRegisterBits = 5;
constexpr int kRunMax = (1 << kRegisterBits) - 1;
constexpr size_t kRegistersOfWord = 32 / kRegisterBits;
constexpr size_t kWords = (kRegisters + kRegistersOfWord - 1) / kRegistersOfWord;
constexpr int32_t kVersion = -2;
constexpr char kIsDense = 0;

// Seven bits a byte, the lowest first; the last byte alone has no highest bit.
void AppendLeb128(uint64_t value, std::string* out) {
  for (; value >= 0x80; value >>= 7) out->push_back(static_cast<char>(value | 0x80));
  out->push_back(static_cast<char>(value));
}

}  // namespace

KeySketch::KeySketch() : registers_(kRegisters) {}

void KeySketch::Add(uint64_t hash) {
  const uint64_t index = hash >> (64 - kIndexBits);
  // The bit ends the run of zeroes where the hash has no more ones.
  const uint64_t rest = hash << kIndexBits | uint64_t{1} << (kIndexBits - 1);
  const int run = std::min(std::countl_zero(rest) + 1, kRunMax);
  registers_[index] = std::max(registers_[index], static_cast<uint8_t>(run));
}

void KeySketch::AppendTo(std::string* out) const {
  AppendBigEndian(kVersion, out);
  out->push_back(kIndexBits);
  out->push_back(kSparseIndexBits);
  out->push_back(kIsDense);
  AppendLeb128(kWords * sizeof(uint32_t), out);
  for (size_t word = 0; word < kWords; ++word) {
    uint32_t bits = 0;
    for (size_t i = 0; i < kRegistersOfWord && word * kRegistersOfWord + i < kRegisters; ++i) {
      bits |= static_cast<uint32_t>(registers_[word * kRegistersOfWord + i]) << (kRegisterBits * i);
    }
    AppendBigEndian(bits, out);
  }
}

}  // namespace earshot
