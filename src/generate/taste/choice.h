// What a listener of planted taste plays next: something heard before, or something new by taste, by the artists that
// are known already, or by a friend.
//
// A PlantedChoice refers to the music and the people, which must outlive it, and remembers what everybody played: four
// bytes a play. It belongs to one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/random.h"
#include "generate/taste/music.h"
#include "generate/taste/people.h"

namespace earshot {

// Of what is new: how much comes from friends, where there are any that have played something, and how much from
// artists that the listener knows, who take the place of missing friends. The rest comes from the scene.
inline constexpr double kFriendShare = 0.15;
inline constexpr double kKnownArtistShare = 0.3;

enum class PlayKind : uint8_t { kReplay, kFromScene, kKnownArtist, kFromFriend };

struct ChosenPlay {
  uint32_t song = 0;
  PlayKind kind = PlayKind::kReplay;
};

class PlantedChoice {
 public:
  PlantedChoice(const PlantedMusic& music, const PlantedPeople& people)
      : music_(music), people_(people), histories_(people.planted.size()) {}

  // Chooses and remembers. Calls are in the order of time, since friends hear of what was played before.
  ChosenPlay Play(uint32_t listener, uint32_t scene, Random* random);

 private:
  using History = std::vector<uint32_t>;  // songs

  ChosenPlay Choose(uint32_t listener, uint32_t scene, Random* random) const;
  ChosenPlay Discover(uint32_t listener, uint32_t scene, Random* random) const;
  uint32_t Replay(const History& history, uint32_t scene, Random* random) const;
  uint32_t OfKnownArtist(const History& history, uint32_t scene, Random* random) const;
  const History* DrawFriend(uint32_t listener, Random* random) const;
  bool Fits(uint32_t song, uint32_t scene) const;

  const PlantedMusic& music_;
  const PlantedPeople& people_;
  std::vector<History> histories_;
};

}  // namespace earshot
