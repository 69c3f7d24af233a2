#include "taste/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// 60 listeners have heard artist 1, of whom 20 have heard song 0 of artist 0, and 10 others its song 1.
Listening SixtyListeners() {
  std::vector<SongPlays> plays_of(60, {{2, 1}});
  for (size_t i = 0; i < 20; ++i) plays_of[i][0] = 1;
  for (size_t i = 20; i < 30; ++i) plays_of[i][1] = 1;
  Listening listening = MakeListening(2, 2, plays_of);
  for (size_t i = 0; i < 26; ++i) listening.listeners[i].level = "free";
  for (size_t i = 0; i < 24; ++i) listening.listeners[i].region = "NY";
  listening.listeners[59].region = "";
  return listening;
}

StatusOr<std::vector<CampaignPerson>> Asked(const Campaign& campaign) {
  const Listening listening = SixtyListeners();
  return AudienceFor(listening, MakeWeights(listening), campaign);
}

std::string Refusal(const Campaign& campaign) {
  const Status status = Asked(campaign).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  return MessageOf(status);
}

TEST(Campaign, ListsTheBest) {
  const auto people = Asked({.artist = "A00", .size = 25});
  ASSERT_TRUE(people.ok()) << people.status();
  ASSERT_THAT(*people, SizeIs(25));
  EXPECT_EQ((*people)[0].user_id, 10);
  EXPECT_EQ((*people)[0].because, "A01");
  EXPECT_EQ((*people)[0].reason, "they have played A01, as 30 of the 30 listeners of A00");
  EXPECT_TRUE((*people)[0].has_heard);
  EXPECT_THAT(Asked({.artist = "A00", .size = 500}).value(), SizeIs(60));
}

TEST(Campaign, LeavesOutWhoHasHeardTheArtistOrTheSong) {
  EXPECT_THAT(Asked({.artist = "A00", .size = 500, .not_heard = true}).value(), SizeIs(30));
  const Campaign of_song = {.artist = "A00", .song = "A00 song 0", .size = 500, .not_heard = true};
  const std::vector<CampaignPerson> people = Asked(of_song).value();
  ASSERT_THAT(people, SizeIs(40));
  for (const CampaignPerson& person : people) EXPECT_FALSE(person.has_heard);
  EXPECT_EQ(people[0].user_id, 210);
}

TEST(Campaign, IsOfALevelAGenderAndARegion) {
  EXPECT_THAT(Asked({.artist = "A00", .size = 500, .level = "free"}).value(), SizeIs(26));
  EXPECT_THAT(Asked({.artist = "A00", .size = 500, .region = "CA"}).value(), SizeIs(35));
  EXPECT_THAT(Asked({.artist = "A00", .size = 500, .level = "paid", .gender = "F"}).value(), SizeIs(34));
}

TEST(Campaign, RefusesFewerThan25People) {
  EXPECT_THAT(Refusal({.artist = "A00", .size = 500, .region = "NY"}),
              HasSubstr("A00 has 24 people, and one of fewer"));
  EXPECT_THAT(Refusal({.artist = "A00", .size = 500, .level = "free", .not_heard = true}), HasSubstr("has 0 people"));
  const Status status = Asked({.artist = "A00", .size = 24}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(MessageOf(status), HasSubstr("the smallest is 25"));
}

TEST(Campaign, RefusesAnArtistThatTooFewHaveHeard) {
  Listening listening = SixtyListeners();
  NeighbourWeights weights = MakeWeights(listening);
  weights.listeners[0] = 4;
  EXPECT_THAT(MessageOf(AudienceFor(listening, weights, {.artist = "A00", .size = 30}).status()),
              HasSubstr("A00 has 4 listeners"));
}

TEST(Campaign, RefusesASongThatTooFewHaveHeard) {
  const Campaign campaign = {.artist = "A00", .song = "A00 song 1", .size = 30};
  const auto asked = [&](size_t song_listeners) {
    std::vector<SongPlays> plays_of(60, {{0, 1}, {2, 1}});
    for (size_t i = 0; i < song_listeners; ++i) plays_of[i][1] = 1;
    const Listening listening = MakeListening(2, 2, plays_of);
    return AudienceFor(listening, MakeWeights(listening), campaign).status();
  };
  EXPECT_THAT(MessageOf(asked(1)), HasSubstr("A00 song 1 has 1 listener, and only where there are 5 or more"));
  EXPECT_THAT(MessageOf(asked(4)), HasSubstr("A00 song 1 has 4 listeners"));
  EXPECT_TRUE(asked(5).ok());
}

TEST(Campaign, SuggestsTheNameThatWasMeant) {
  EXPECT_THAT(Refusal({.artist = "a01", .size = 25}), HasSubstr("an artist \"a01\"; did you mean \"A01\"?"));
  EXPECT_EQ(Refusal({.artist = "Placebo", .size = 25}), "nobody has played an artist \"Placebo\"");
  EXPECT_THAT(Refusal({.artist = "A00", .song = "A00 sing 1", .size = 25}),
              HasSubstr("a song \"A00 sing 1\" of A00; did you mean \"A00 song 1\"?"));
  EXPECT_THAT(Refusal({.artist = "A00", .size = 25, .level = "piad"}), HasSubstr("did you mean \"paid\"?"));
  EXPECT_THAT(Refusal({.artist = "A00", .size = 25, .gender = "X"}), HasSubstr("the gender \"X\"; there is F"));
  EXPECT_THAT(Refusal({.artist = "A00", .size = 25, .region = ""}), HasSubstr("there is CA, NY"));
}

}  // namespace
}  // namespace earshot
