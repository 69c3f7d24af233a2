#include "taste/opt_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_directory.h"
#include "taste/groups.h"
#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OptInFileTest : public ::testing::Test {
 protected:
  std::string FileWith(const std::string& text) const {
    const std::string path = directory_.path() + "/users.txt";
    std::ofstream(path) << text;
    return path;
  }

  const TemporaryDirectory directory_;
};

using OptInTest = OptInFileTest;
using GroupsTest = OptInFileTest;

TEST_F(OptInTest, ReadsOneUserIdALine) {
  const auto opt_in = ReadOptIn(FileWith("# agreed in 2018\n10\r\n\n  26 # Ada\n10\n80"));
  ASSERT_TRUE(opt_in.ok()) << opt_in.status();
  EXPECT_THAT(*opt_in, ElementsAre(10, 26, 80));
}

TEST_F(OptInTest, IsNobodyWhereTheFileIsEmpty) { EXPECT_TRUE(ReadOptIn(FileWith("")).value().empty()); }

TEST_F(OptInTest, SaysWhereWhatIsNoUserIdIs) {
  const std::string path = FileWith("10\n\nAda\n");
  const Status status = ReadOptIn(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MessageOf(status),
            path + ", line 3: \"Ada\" is not a user_id, which is a whole number; begin a comment with #");
  EXPECT_FALSE(ReadOptIn(FileWith("10.5\n")).ok());
  EXPECT_FALSE(ReadOptIn(FileWith("9223372036854775808\n")).ok());
}

TEST_F(OptInTest, RefusesAUserIdBelowZero) {
  EXPECT_THAT(MessageOf(ReadOptIn(FileWith("10\n-26\n")).status()),
              HasSubstr("line 2: -26 is below zero, as that of no listener is"));
}

TEST_F(OptInTest, PassesOverAFirstLineOfNames) {
  EXPECT_THAT(ReadOptIn(FileWith("user_id\r\n10\r\n")).value(), ElementsAre(10));
  EXPECT_THAT(ReadOptIn(FileWith("userId # who\n10\n")).value(), ElementsAre(10));
  EXPECT_FALSE(ReadOptIn(FileWith("10\nuser_id\n")).ok());
  EXPECT_FALSE(ReadOptIn(FileWith("listener\n10\n")).ok());
}

TEST_F(OptInTest, RefusesTwoOnALine) {
  EXPECT_THAT(MessageOf(ReadOptIn(FileWith("10\n26 80\n")).status()), HasSubstr("line 2: there is more than one"));
}

TEST_F(OptInTest, NamesAFileThatIsMissing) {
  const std::string path = directory_.path() + "/none.txt";
  EXPECT_THAT(MessageOf(ReadOptIn(path).status()), HasSubstr(path));
}

TEST(CheckOptedIn, NamesWhoHasNot) {
  EXPECT_TRUE(CheckOptedIn(std::vector<int64_t>{10, 26}, {10, 26, 80}).ok());
  EXPECT_THAT(MessageOf(CheckOptedIn(std::vector<int64_t>{10, 27}, {10, 26})), HasSubstr("listener 27 has not"));
}

TEST(OptedIn, LeavesOutWhoPlaysNothing) {
  const Listening listening = MakeListening(1, 1, {{{0, 1}}, {{0, 1}}, {{0, 1}}});
  EXPECT_THAT(OptedIn(listening.listeners, {30, 10, 99}), ElementsAre(0, 2));
}

TEST_F(OptInTest, SkipsAByteOrderMark) {
  EXPECT_THAT(ReadOptIn(FileWith("\xEF\xBB\xBF"
                                 "10\n26\n"))
                  .value(),
              ElementsAre(10, 26));
  EXPECT_FALSE(ReadOptIn(FileWith("10\n\xEF\xBB\xBF"
                                  "26\n"))
                   .ok());
}

TEST_F(GroupsTest, ReadsEachOnce) {
  const auto groups = ReadGroups(FileWith("30, 10\n# both\n10 30 10\n20,30 10\n"));
  ASSERT_TRUE(groups.ok()) << groups.status();
  EXPECT_THAT(*groups, ElementsAre(ElementsAre(10, 20, 30), ElementsAre(10, 30)));
}

TEST_F(GroupsTest, RefusesTooFewAndTooMany) {
  const auto refusal = [&](const std::string& text) { return MessageOf(ReadGroups(FileWith(text)).status()); };
  EXPECT_THAT(refusal("10 20\n10 10\n"), HasSubstr("users.txt, line 2: a playlist is for two listeners or more"));
  std::string many;
  for (size_t i = 0; i < kGroupMembersMax; ++i) many += fmt::format("{} ", i);
  EXPECT_EQ(ReadGroups(FileWith(many)).value().size(), 1);
  EXPECT_THAT(refusal(many + "1000\n"),
              HasSubstr("line 1: a playlist is for 100 listeners at most, and these are 101"));
}

TEST_F(GroupsTest, LeavesOutThoseWithAListenerWithoutPlaysOrConsent) {
  const Listening listening = MakeListening(1, 1, {{{0, 1}}, {{0, 1}}, {{0, 1}}});
  const OptIn opt_in = {10, 30, 40, 50, 60};
  const KnownGroups known = FindGroups({{10, 30}, {10, 40}, {20, 30}}, listening.listeners, opt_in);
  EXPECT_THAT(known.groups, ElementsAre(ElementsAre(0, 2)));
  EXPECT_EQ(known.left_out, 2);
  EXPECT_EQ(known.left_out_for, 40);
}

TEST_F(GroupsTest, RefusesMembersWhoAreUnknown) {
  const Listening listening = MakeListening(1, 1, {{{0, 1}}, {{0, 1}}, {{0, 1}}});
  const auto members = [&](const std::vector<int64_t>& user_ids) { return MembersOf(listening.listeners, user_ids); };
  EXPECT_THAT(members({30, 10, 30}).value(), ElementsAre(0, 2));
  EXPECT_THAT(MessageOf(members({10, 40}).status()), HasSubstr("no play is of a listener 40"));
  EXPECT_THAT(MessageOf(members({10, 10}).status()), HasSubstr("two listeners or more"));
}

}  // namespace
}  // namespace earshot
