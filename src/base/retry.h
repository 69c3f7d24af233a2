// How often what failed with a transient error is tried again, and after which waits.
//
// Pure functions and one that waits on the caller's thread; safe on any thread.
#pragma once

#include <chrono>
#include <functional>

#include "base/status.h"

namespace earshot {

// The doubling waits between ten tries are half a minute: long enough for a node to restart, short enough for a night
// job. Tries that end in a store's own timeout add up to ten of those.
inline constexpr int kTriesMax = 10;

// The wait after so many tries.
std::chrono::milliseconds WaitAfter(int tries);

// Calls `attempt` until it does not fail with a transient error, kTriesMax times at most. The last error says how often
// it was tried.
Status RetryTransient(const std::function<Status()>& attempt);

}  // namespace earshot
