// How many listeners there must be for something to be shown to others, so that it says nothing of one of them.
//
// Constants; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace earshot {

// Who have heard an artist, or a song, that is named.
inline constexpr uint32_t kItemListenersMin = 5;
// Who have heard both of two that are named together.
inline constexpr uint32_t kPairListenersMin = 3;
// Who are in an audience.
inline constexpr size_t kAudienceMin = 25;

}  // namespace earshot
