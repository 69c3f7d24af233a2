// Which bytes a file holds: how many, and their XXH3-128 digest. It is the same for a copy of the file.
//
// A ContentHash owns its state and belongs to one thread at a time; a ContentId is plain data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

struct XXH3_state_s;

namespace earshot {

struct ContentId {
  uint64_t bytes = 0;
  std::string xxh3;  // 32 hexadecimal digits
  bool operator==(const ContentId&) const = default;

  // "854112-0f5c...": one word for both.
  std::string ToString() const;
};

// Reads the whole file.
StatusOr<ContentId> ContentIdOf(const std::string& path);

// The digest alone, of these bytes.
std::string Xxh3Of(std::string_view bytes);

class ContentHash {
 public:
  ContentHash();
  ~ContentHash();

  void Add(std::string_view bytes);
  // Of all that was added so far.
  ContentId id() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
  uint64_t bytes_ = 0;
};

}  // namespace earshot
