// Listeners who were forgotten: whose plays a consolidation suppresses, and whose rejected rows it does not keep.
//
// Names are known by their hashes alone, so that nobody has to keep them. Plain data; safe to share between threads
// once it is filled.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace earshot {

// First and last name of a listener, as hashes. (A hash of a name hides it from nobody who guesses names.)
struct NameHashes {
  uint64_t first = 0;
  uint64_t last = 0;
  bool operator==(const NameHashes&) const = default;
  bool operator<(const NameHashes& other) const {
    return first != other.first ? first < other.first : last < other.last;
  }
};

// Of a name as an event has it: case does not matter. 0 for a name without a letter or digit.
uint64_t HashOfName(std::string_view name);

class Forgotten {
 public:
  void AddUser(int64_t user_id) { users_.insert(user_id); }
  void AddNames(const NameHashes& names) { last_names_of_[names.first].insert(names.last); }

  bool empty() const { return users_.empty(); }
  // Whether `user_id`, a whole number as an event has it, is one of theirs.
  bool HasUser(std::string_view user_id) const;
  // Whether the text of a row that is not an event may be of one of them: it has a user's number among its numbers, or
  // both of a listener's names among what its delimiters and quotes enclose. In doubt it is.
  bool MayBeOf(std::string_view text) const;

 private:
  bool HasUserAmongNumbers(std::string_view text) const;
  bool HasNames(std::string_view text) const;

  absl::flat_hash_set<int64_t> users_;
  absl::flat_hash_map<uint64_t, absl::flat_hash_set<uint64_t>> last_names_of_;  // by first name
};

}  // namespace earshot
