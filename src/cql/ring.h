// The ring of tokens, and a token as the first bytes of a sort key. Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// A token as bytes that sort as tokens do.
inline constexpr size_t kTokenBytes = sizeof(int64_t);
void AppendToken(int64_t token, std::string* sort_key);

// The token with which a sort key begins.
// REQUIRES: the sort key has kTokenBytes.
int64_t TokenOf(std::string_view sort_key);

// The tokens at which all parts but the first begin, where the ring is divided into `count` equal parts. `count` of 0
// is taken as 1.
std::vector<int64_t> DivideRing(size_t count);

}  // namespace earshot
