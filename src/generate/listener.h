// The synthetic people who listen.
// Plain data and plain functions; a listener's changing part belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace earshot {

struct GeneratedListener {
  std::string first_name;
  std::string last_name;
  std::string place;
  bool female = false;
  int64_t registration_ms = 0;
  uint32_t sessions_permille = 0;  // on how many of 1,000 days there are sessions

  // What changes as the days go by.
  bool paid = false;
  int64_t busy_until_ms = 0;  // the end of the latest session
};

// The same people for the same seed, registered before `start_ms`. With two people or more, two share one name.
std::vector<GeneratedListener> MakeListeners(uint64_t seed, uint32_t count, int64_t start_ms);

}  // namespace earshot
