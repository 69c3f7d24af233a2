// Finding one listener.
//
// A pure function; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "taste/listening.h"

namespace earshot {

// The number of the listener `user_id`, or listeners.size() where there is none.
size_t FindListener(const std::vector<Listener>& listeners, int64_t user_id);

}  // namespace earshot
