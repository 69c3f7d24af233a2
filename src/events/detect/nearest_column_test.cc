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
  EXPECT_EQ(RenameOf("session_id", "sessionId"), "session_id=sessionId");
  EXPECT_EQ(RenameOf("Session ID", "sessionId"), "'Session ID=sessionId'");
  EXPECT_EQ(RenameOf("", "sessionId"), "");
  EXPECT_EQ(RenameOf("a,b", "sessionId"), "");
  EXPECT_EQ(RenameOf("a\tb", "sessionId"), "");
}

}  // namespace
}  // namespace earshot
