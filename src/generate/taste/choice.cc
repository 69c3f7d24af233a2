#include "generate/taste/choice.h"

#include <algorithm>
#include <cmath>

#include "generate/taste/draws.h"

namespace earshot {
namespace {

// How much of an artist has to belong to a scene to be played for it, and how often the memory is asked for one.
constexpr double kFitShare = 0.3;
constexpr int kTriesMax = 8;

uint32_t AnyOf(const std::vector<uint32_t>& songs, Random* random) {
  return songs[random->Below(static_cast<uint32_t>(songs.size()))];
}

// What was played lately comes more often.
uint32_t LateOf(const std::vector<uint32_t>& songs, Random* random) {
  const double even = DrawEven(random);
  const auto count = static_cast<double>(songs.size());
  const auto place = static_cast<size_t>(count - count * even * std::sqrt(even));
  return songs[std::min(place, songs.size() - 1)];
}

}  // namespace

ChosenPlay PlantedChoice::Play(uint32_t listener, uint32_t scene, Random* random) {
  const ChosenPlay chosen = Choose(listener, scene, random);
  histories_[listener].push_back(chosen.song);
  return chosen;
}

ChosenPlay PlantedChoice::Choose(uint32_t listener, uint32_t scene, Random* random) const {
  const History& history = histories_[listener];
  if (history.empty() || DrawEven(random) < people_.planted[listener].discovery) {
    return Discover(listener, scene, random);
  }
  return {.song = Replay(history, scene, random), .kind = PlayKind::kReplay};
}

ChosenPlay PlantedChoice::Discover(uint32_t listener, uint32_t scene, Random* random) const {
  const double way = DrawEven(random);
  if (way < kFriendShare) {
    const History* const heard = DrawFriend(listener, random);
    if (heard != nullptr) return {.song = AnyOf(*heard, random), .kind = PlayKind::kFromFriend};
  }
  const History& history = histories_[listener];
  if (way < kFriendShare + kKnownArtistShare && !history.empty()) {
    return {.song = OfKnownArtist(history, scene, random), .kind = PlayKind::kKnownArtist};
  }
  return {.song = music_.DrawSong(music_.DrawArtist(scene, random), random), .kind = PlayKind::kFromScene};
}

uint32_t PlantedChoice::Replay(const History& history, uint32_t scene, Random* random) const {
  uint32_t song = LateOf(history, random);
  for (int tries = 1; tries < kTriesMax && !Fits(song, scene); ++tries) song = LateOf(history, random);
  return song;
}

uint32_t PlantedChoice::OfKnownArtist(const History& history, uint32_t scene, Random* random) const {
  uint32_t song = AnyOf(history, random);
  for (int tries = 1; tries < kTriesMax && !Fits(song, scene); ++tries) song = AnyOf(history, random);
  return music_.DrawSong(music_.ArtistOf(song), random);
}

// Any of the group, who is the listener at times: then, and where a friend has played nothing, there is none.
const PlantedChoice::History* PlantedChoice::DrawFriend(uint32_t listener, Random* random) const {
  const PlantedListener& planted = people_.planted[listener];
  if (!planted.group) return nullptr;
  const uint32_t member = AnyOf(people_.groups[*planted.group].members, random);
  return member == listener || histories_[member].empty() ? nullptr : &histories_[member];
}

bool PlantedChoice::Fits(uint32_t song, uint32_t scene) const {
  return music_.ArtistOf(song).ShareOf(scene) >= kFitShare;
}

}  // namespace earshot
