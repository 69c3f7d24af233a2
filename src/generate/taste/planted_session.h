// The visits of listeners of planted taste to the app: as many songs as the draw says, in few moods, and some pages.
//
// A PlantedSessions refers to the music and the people, which must outlive it, and owns what everybody has played so
// far. It belongs to one thread.
#pragma once

#include <vector>

#include "generate/event.h"
#include "generate/random.h"
#include "generate/taste/choice.h"
#include "generate/taste/music.h"
#include "generate/taste/people.h"
#include "generate/visit.h"

namespace earshot {

class PlantedSessions {
 public:
  PlantedSessions(const PlantedMusic& music, PlantedPeople* people)
      : music_(music), people_(*people), choice_(music, *people) {}

  // Appends the events, in order, of a session that starts when `passed` (0 to 1) of the time is over. Keeps the
  // listener up to date. Calls are in the order of time. What starts on one day ends on the next one at the latest.
  void Make(const SessionStart& start, double passed, Random* random, std::vector<GeneratedEvent>* events);

 private:
  void PlaySongs(uint32_t listener, double passed, Random* random, Visit* visit);

  const PlantedMusic& music_;
  PlantedPeople& people_;
  PlantedChoice choice_;
};

}  // namespace earshot
