// The digest of a table: the sum, modulo 2^128, of the XXH3-128 hashes of its rows' cells. It does not depend on the
// order of the rows, so the same rows have the same digest in every store. (XXH3: https://xxhash.com)
//
// A value; one thread at a time. Digests of parts are added to give the whole's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace earshot {

class Digest {
 public:
  Digest() = default;
  // Of one row.
  explicit Digest(std::string_view row) { Add(row); }
  void Add(std::string_view row);
  void Add(const Digest& other) { sum_ += other.sum_; }
  // 32 hexadecimal digits.
  std::string ToString() const;
  // The digest that ToString writes as `text`; none where it writes no digest so.
  static std::optional<Digest> Parse(std::string_view text);
  bool operator==(const Digest&) const = default;

 private:
  __extension__ typedef unsigned __int128 Sum;
  Sum sum_ = 0;
};

}  // namespace earshot
