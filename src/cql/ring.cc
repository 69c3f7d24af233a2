#include "cql/ring.h"

#include "base/bytes.h"
#include "base/check.h"

namespace earshot {
void AppendToken(int64_t token, std::string* sort_key) { AppendBigEndian(FlipSign(token), sort_key); }

int64_t TokenOf(std::string_view sort_key) {
  EARSHOT_CHECK(sort_key.size() >= kTokenBytes);
  return ReadFlippedSign<int64_t>(sort_key.data());
}

std::vector<int64_t> DivideRing(size_t count) {
  std::vector<int64_t> tokens;
  if (count < 2) return tokens;
  const uint64_t width = ~uint64_t{0} / count + 1;
  for (uint64_t i = 1; i < count; ++i)
    tokens.push_back(static_cast<int64_t>(FlipSign(static_cast<int64_t>(width * i))));
  return tokens;
}

}  // namespace earshot
