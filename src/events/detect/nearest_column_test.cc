#include "events/detect/nearest_column.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(NearestColumnTest, FindsWhatAFileCallsAColumn) {
  EXPECT_EQ(NearestColumnName("sessionId", {"user_id", "session_id"}), "session_id");
  EXPECT_EQ(NearestColumnName("sessionId", {"USERID", "Session ID"}), "Session ID");
  EXPECT_EQ(NearestColumnName("artist", {"artists", "artistName"}), "artistName");
  EXPECT_EQ(NearestColumnName("artist", {"artists", "label"}), "artists");
  EXPECT_EQ(NearestColumnName("song", {"video", "url"}), "");
}

TEST(NearestColumnTest, ShowsWhatToType) {
  EXPECT_EQ(RenameArguments("session_id", "sessionId"), "--rename session_id=sessionId");
  EXPECT_EQ(RenameArguments("Session ID", "sessionId"), "--rename 'Session ID=sessionId'");
  EXPECT_EQ(RenameArguments("", "sessionId"), "");
  EXPECT_EQ(RenameArguments("a,b", "sessionId"), "");
  EXPECT_EQ(RenameArguments("a\tb", "sessionId"), "");
}

}  // namespace
}  // namespace earshot
