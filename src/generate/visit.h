// The events of one visit of one person to the app, made one after the other: pages, songs, a change of level.
//
// A Visit refers to the listener, the random numbers and the events, which must outlive it; it belongs to one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/event.h"
#include "generate/listener.h"
#include "generate/random.h"

namespace earshot {

struct SessionStart {
  int64_t time_ms = 0;
  uint64_t session = 0;
  uint32_t listener = 0;
};

// How many of 1,000 who look at the page of the other level choose it.
struct LevelChanges {
  uint32_t upgrade_permille = 0;
  uint32_t downgrade_permille = 0;
};

class Visit {
 public:
  // Appends to `events`; items count from 0.
  Visit(const SessionStart& start, GeneratedListener* listener, Random* random, std::vector<GeneratedEvent>* events)
      : start_(start), listener_(*listener), random_(*random), events_(*events) {}

  // Looks around without being logged in, then logs in; false where it never comes to that.
  bool LogIn();
  void LogOut();
  void ThinkAboutLevel(const LevelChanges& changes);
  void AddPage(GeneratedPage page);
  // The next event comes when the song is over. `length` is in hundred-thousandths of a second.
  void AddSong(uint32_t song, uint32_t length);
  // The listener is busy until then.
  void Close() { listener_.busy_until_ms = start_.time_ms + elapsed_ms_; }

  int64_t elapsed_ms() const { return elapsed_ms_; }

 private:
  void Add(GeneratedPage page, uint32_t song);

  const SessionStart& start_;
  GeneratedListener& listener_;
  Random& random_;
  std::vector<GeneratedEvent>& events_;
  int64_t elapsed_ms_ = 0;
  uint32_t item_ = 0;
  bool logged_in_ = true;
};

}  // namespace earshot
