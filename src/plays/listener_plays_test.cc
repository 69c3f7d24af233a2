#include "plays/listener_plays.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(HasUserAmong, FindsAWholeNumberAmongSeveral) {
  Forgotten listener;
  listener.AddUser(10);
  for (const char* text : {"10", "10+26", "7+10+26", "7+10"}) EXPECT_TRUE(HasUserAmong(text, listener)) << text;
  for (const char* text : {"", "+", "110", "1+0", "26+101+1"}) EXPECT_FALSE(HasUserAmong(text, listener)) << text;
}

}  // namespace
}  // namespace earshot
