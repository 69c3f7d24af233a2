// Finding one listener, and one thing that they have heard.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "taste/listening.h"

namespace earshot {

// The number of the listener `user_id`, or listeners.size() where there is none.
size_t FindListener(const std::vector<Listener>& listeners, int64_t user_id);

// How often `listener` has played `item`; 0 where they have not.
uint32_t PlaysOf(const HeardLists& heard, size_t listener, uint32_t item);

}  // namespace earshot
