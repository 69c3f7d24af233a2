#include "plays/play_sample.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

void AddPlay(int session, int item, const std::string& song, PlaySample* sample) {
  const std::string slack(kFieldSlackBytes, 'x');
  const std::string session_text = std::to_string(session) + slack;
  const std::string item_text = std::to_string(item) + slack;
  Event event;
  event.fields[kEventSessionId].text = std::string_view(session_text).substr(0, session_text.size() - slack.size());
  event.fields[kEventItemInSession].text = std::string_view(item_text).substr(0, item_text.size() - slack.size());
  sample->Add(event, fmt::format("{},{},{}", session, item, song));
}

// A day of plays, each of a session of its own, from `first` to before `last`.
PlaySample Day(int first, int last, size_t plays_max = 256) {
  PlaySample sample(plays_max);
  for (int play = first; play < last; ++play) AddPlay(play, 0, "One", &sample);
  return sample;
}

std::vector<std::optional<size_t>> CopiesOf(std::vector<PlaySample> files) { return FindCopies(&files); }

TEST(PlaySample, IsTheSameForAnyOrderAndParts) {
  const std::vector<SampledPlay> whole = Day(0, 10'000).Sorted();
  EXPECT_EQ(whole.size(), 256U);
  PlaySample parts(256);
  for (int part = 9; part >= 0; --part) parts.Add(Day(part * 1000, (part + 1) * 1000));
  EXPECT_EQ(parts.Sorted(), whole);
}

TEST(PlaySample, KnowsWhatIsSmallAfterItWasCleared) {
  PlaySample of_thread(16);
  PlaySample of_file(16);
  for (int part = 0; part < 10; ++part) {
    of_thread.Clear();
    for (int play = 0; play < 100; ++play) AddPlay(part * 100 + play, 0, "One", &of_thread);
    of_file.Add(of_thread);
  }
  EXPECT_EQ(of_file.Sorted(), Day(0, 1000, 16).Sorted());
  of_thread.Restart();
  AddPlay(5, 0, "One", &of_thread);
  EXPECT_EQ(of_thread.Sorted(), Day(5, 6, 16).Sorted());
}

TEST(PlaySample, CountsPlaysOfOneKeyWithOtherValues) {
  PlaySample constant(256);
  for (int play = 0; play < 1000; ++play) AddPlay(1, play % 10, std::to_string(play), &constant);
  EXPECT_GT(constant.ShareOfConflicts(), 0.9);
  EXPECT_EQ(Day(0, 1000).ShareOfConflicts(), 0);
  PlaySample twice = Day(0, 100);
  twice.Add(Day(0, 100));
  EXPECT_EQ(twice.ShareOfConflicts(), 0);
}

TEST(FindCopies, FindsADayThatIsAnother) {
  EXPECT_THAT(CopiesOf({Day(0, 300), Day(300, 600), Day(0, 300)}),
              ElementsAre(std::nullopt, std::nullopt, Optional(0)));
  EXPECT_THAT(CopiesOf({Day(0, 100'000), Day(0, 100'000)}), ElementsAre(std::nullopt, Optional(0)));
  EXPECT_THAT(CopiesOf({Day(0, 2), Day(0, 2), Day(0, 2)}), ElementsAre(std::nullopt, Optional(0), Optional(0)));
}

TEST(FindCopies, FindsAPartOfADayBeforeItAndAfterIt) {
  EXPECT_THAT(CopiesOf({Day(3, 300), Day(0, 300)}), ElementsAre(Optional(1), std::nullopt));
  EXPECT_THAT(CopiesOf({Day(0, 300), Day(0, 299)}), ElementsAre(std::nullopt, Optional(0)));
  EXPECT_THAT(CopiesOf({Day(0, 50'000), Day(5'000, 50'000)}), ElementsAre(std::nullopt, Optional(0)));
}

TEST(FindCopies, LeavesDaysThatOverlap) {
  EXPECT_THAT(CopiesOf({Day(0, 300), Day(50, 350), Day(100, 400)}),
              ElementsAre(std::nullopt, std::nullopt, std::nullopt));
  EXPECT_THAT(CopiesOf({Day(0, 60'000), Day(10'000, 70'000)}), ElementsAre(std::nullopt, std::nullopt));
  EXPECT_THAT(CopiesOf({Day(0, 1), Day(0, 1), PlaySample(256)}), ElementsAre(std::nullopt, std::nullopt, std::nullopt));
}

}  // namespace
}  // namespace earshot
