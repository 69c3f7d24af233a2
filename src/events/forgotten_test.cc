#include "events/forgotten.h"

#include <gtest/gtest.h>

#include <string>

namespace earshot {
namespace {

Forgotten Listener(int64_t user_id, std::string_view first, std::string_view last) {
  Forgotten forgotten;
  forgotten.AddUser(user_id);
  forgotten.AddNames({HashOfName(first), HashOfName(last)});
  return forgotten;
}

TEST(ForgottenTest, AUserByNumber) {
  const Forgotten forgotten = Listener(10, "Ada", "Moor");
  EXPECT_TRUE(forgotten.HasUser("10"));
  EXPECT_TRUE(forgotten.HasUser("010"));
  EXPECT_FALSE(forgotten.HasUser("100"));
  EXPECT_FALSE(forgotten.HasUser(""));
  EXPECT_TRUE(Forgotten().empty());
}

TEST(ForgottenTest, ARowWithTheUsersNumberAnywhere) {
  const Forgotten forgotten = Listener(10, "Ada", "Moor");
  for (const char* row :
       {"10", "a,b,10", R"(a,"10",b)", "x;10.0", R"({"userId":10})", R"({"userId":"10"})", "x\t010"}) {
    EXPECT_TRUE(forgotten.MayBeOf(row)) << row;
  }
  for (const char* row : {"", "100", "a,110,b", "210", "1,0", "99999999999999999999910"}) {
    EXPECT_FALSE(forgotten.MayBeOf(row)) << row;
  }
}

TEST(ForgottenTest, ARowWithBothNames) {
  const Forgotten forgotten = Listener(10, "Ada", "Moor");
  for (const char* row :
       {"Sia,Logged In,Ada,F,3,Moor", R"("Moor","Ada)", "x|Ada |ADA| moor", "{\"a\":\"ada\",\"b\":\"MOOR\"",
        "{\\\"firstName\\\":\\\"Ada\\\",\\\"lastName\\\":\\\"Moor\\\""}) {
    EXPECT_TRUE(forgotten.MayBeOf(row)) << row;
  }
  for (const char* row : {"Sia,Ada,F,3", "Moor", "Ada Moor", "Adam,Moor", "Ada,Moore"}) {
    EXPECT_FALSE(forgotten.MayBeOf(row)) << row;
  }
}

TEST(ForgottenTest, NamesWithWhatElsewhereEndsAField) {
  EXPECT_TRUE(Listener(10, "Ada, Jr.", "Moor").MayBeOf("\"Ada, Jr.\",3,Moor"));
  EXPECT_EQ(HashOfName(" , \""), 0u);
  EXPECT_NE(HashOfName("Ada"), HashOfName("Moor"));
}

TEST(ForgottenTest, NamesOfTwoAreNotMixed) {
  Forgotten forgotten = Listener(10, "Ada", "Moor");
  forgotten.AddNames({HashOfName("Ben"), HashOfName("Lee")});
  EXPECT_TRUE(forgotten.MayBeOf("Ben,Lee"));
  EXPECT_FALSE(forgotten.MayBeOf("Ben,Moor"));
}

}  // namespace
}  // namespace earshot
