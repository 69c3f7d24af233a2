#include "generate/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace earshot {
namespace {

const GeneratedCatalog& Music() {
  static const GeneratedCatalog* const catalog = new GeneratedCatalog(1);
  return *catalog;
}

std::vector<GeneratedEvent> Make(uint64_t seed, GeneratedListener* listener) {
  std::vector<GeneratedEvent> events;
  Random random({seed});
  MakeSession({.time_ms = 1'000'000, .session = 7, .listener = 3}, Music(), listener, &random, &events);
  return events;
}

TEST(Session, IsOneVisitOfOnePerson) {
  EXPECT_TRUE(rc::check("items count up, time goes on, levels change only by a submit", [](uint64_t seed, bool paid) {
    GeneratedListener listener;
    listener.paid = paid;
    const std::vector<GeneratedEvent> events = Make(seed, &listener);
    RC_ASSERT(!events.empty());
    RC_ASSERT(events[0].time_ms == 1'000'000);
    RC_ASSERT(events[0].paid == paid);
    for (size_t i = 0; i < events.size(); ++i) {
      RC_ASSERT(events[i].session == 7U);
      RC_ASSERT(events[i].listener == 3U);
      RC_ASSERT(events[i].item == i);
      RC_ASSERT(events[i].logged_in || events[i].page != GeneratedPage::kNextSong);
      if (i == 0) continue;
      const GeneratedPage before = events[i - 1].page;
      RC_ASSERT(events[i].time_ms > events[i - 1].time_ms);
      const bool submitted = before == GeneratedPage::kSubmitUpgrade || before == GeneratedPage::kSubmitDowngrade;
      RC_ASSERT((events[i].paid != events[i - 1].paid) == submitted);
      const bool changed = before == GeneratedPage::kLogin || before == GeneratedPage::kLogout;
      RC_ASSERT((events[i].logged_in != events[i - 1].logged_in) == changed);
    }
    RC_ASSERT(listener.busy_until_ms > events.back().time_ms);
    RC_ASSERT(listener.busy_until_ms < 1'000'000 + 24 * 3600 * 1000);
  }));
}

TEST(Session, PaidOnesAreLonger) {
  size_t paid_events = 0;
  size_t free_events = 0;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    GeneratedListener payer;
    payer.paid = true;
    GeneratedListener other;
    paid_events += Make(seed, &payer).size();
    free_events += Make(seed, &other).size();
  }
  EXPECT_GT(paid_events, 2 * free_events);
}

TEST(Session, AllPagesComeUp) {
  std::vector<size_t> seen(std::size(kPageTraits));
  for (uint64_t seed = 0; seed < 5'000; ++seed) {
    GeneratedListener listener;
    listener.paid = seed % 2 == 0;
    for (const GeneratedEvent& event : Make(seed, &listener)) ++seen[static_cast<size_t>(event.page)];
  }
  EXPECT_THAT(seen, testing::Each(testing::Gt(0U)));
}

}  // namespace
}  // namespace earshot
