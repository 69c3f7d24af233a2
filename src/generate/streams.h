// The names of the streams of random numbers (generate/random.h), one for each kind of thing that is made.
// Constant data; safe on any thread.
#pragma once

#include <cstdint>

namespace earshot {

inline constexpr uint64_t kCatalogStream = 1;
inline constexpr uint64_t kListenerStream = 2;
inline constexpr uint64_t kDayStream = 3;
inline constexpr uint64_t kSessionStream = 4;
inline constexpr uint64_t kDamageStream = 5;
inline constexpr uint64_t kRepeatStream = 6;
inline constexpr uint64_t kPlantedArtistStream = 7;
inline constexpr uint64_t kPlantedSongStream = 8;
inline constexpr uint64_t kPlantedGroupStream = 9;
inline constexpr uint64_t kPlantedListenerStream = 10;
inline constexpr uint64_t kPlantedRegionStream = 11;
inline constexpr uint64_t kPlantedDayStream = 12;
inline constexpr uint64_t kPlantedSessionStream = 13;

}  // namespace earshot
