#include "base/nearest.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

const std::vector<std::string_view> kNames = {"artist", "item_in_session", "session_id", "song", "user_id"};

TEST(NearestName, FindsTheNameBehindASlip) {
  EXPECT_EQ(NearestName("sesion_id", kNames), "session_id");
  EXPECT_EQ(NearestName("sessionId", kNames), "session_id");
  EXPECT_EQ(NearestName("itemInSession", kNames), "item_in_session");
  EXPECT_EQ(NearestName("SONG", kNames), "song");
  EXPECT_EQ(NearestName("songs", kNames), "song");
  EXPECT_EQ(NearestName("snog", kNames), "song");
}

TEST(NearestName, FindsNothingForAnotherWord) {
  EXPECT_EQ(NearestName("title", kNames), "");
  EXPECT_EQ(NearestName("", kNames), "");
  EXPECT_EQ(NearestName("song", {}), "");
}

TEST(NearestName, TakesTheNearestOfSeveral) {
  EXPECT_EQ(NearestName("last_name", {"first_name", "last_name"}), "last_name");
  EXPECT_EQ(NearestName("fast_name", {"first_name", "last_name"}), "last_name");
}

TEST(SuggestName, NamesAllWhereNoneIsNear) {
  EXPECT_EQ(SuggestName("songs", kNames), "; did you mean \"song\"?");
  EXPECT_EQ(SuggestName("title", {"artist", "song"}), "; there is artist, song");
}

}  // namespace
}  // namespace earshot
