// Cassandra's integers of variable length, as its files have them (VIntCoding in its sources): the first byte begins
// with as many ones as bytes follow it, and the value is in the bits that are left, the most significant one first.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace earshot {

void AppendVint(uint64_t value, std::string* out);
// Numbers near 0, of either sign, are short.
void AppendSignedVint(int64_t value, std::string* out);

// Takes the one at the front of `bytes` out of it. False where that is cut.
bool TakeVint(std::string_view* bytes, uint64_t* value);

// How many bytes AppendVint appends.
size_t VintBytes(uint64_t value);

}  // namespace earshot
