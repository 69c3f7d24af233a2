#include "generate/listener.h"

#include "generate/random.h"
#include "generate/streams.h"
#include "generate/words.h"

namespace earshot {
namespace {

constexpr uint32_t kPaidPermille = 220;
constexpr uint32_t kNamesakePermille = 10;
constexpr uint32_t kRegisteredSecondsMax = 120 * 24 * 3600;

// Few people listen all day, many now and then: the square of an even draw, between 6 and 99 days of 100.
uint32_t SessionsPermille(Random* random) {
  const uint32_t even = random->Below(1000);
  return 60 + even * even / 1065;
}

}  // namespace

std::vector<GeneratedListener> MakeListeners(uint64_t seed, uint32_t count, int64_t start_ms) {
  std::vector<GeneratedListener> listeners(count);
  for (uint32_t i = 0; i < count; ++i) {
    Random random({seed, kListenerStream, i});
    GeneratedListener& listener = listeners[i];
    listener.female = random.Chance(560);
    listener.first_name = FirstName(listener.female, &random);
    listener.last_name = LastName(&random);
    listener.place = Place(&random);
    listener.registration_ms = start_ms - int64_t{1000} * random.Below(kRegisteredSecondsMax) - random.Below(1000) - 1;
    listener.sessions_permille = SessionsPermille(&random);
    listener.paid = random.Chance(kPaidPermille);
    if (i == 1 || (i > 1 && random.Chance(kNamesakePermille))) {
      const GeneratedListener& namesake = listeners[random.Below(i)];
      listener.female = namesake.female;
      listener.first_name = namesake.first_name;
      listener.last_name = namesake.last_name;
    }
  }
  return listeners;
}

}  // namespace earshot
