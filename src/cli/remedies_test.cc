#include "cli/remedies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_code.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MessageWithRemedy, IsTheMessageWhereThereIsNoCode) {
  EXPECT_EQ(MessageWithRemedy(InputError("cannot open a.csv")), "cannot open a.csv");
}

TEST(MessageWithRemedy, SaysWhatToType) {
  const Status status = WithCode(InputError("sqlite:a.db has no table fans"), ErrorCode::kTableMissing);
  EXPECT_EQ(MessageWithRemedy(status),
            "sqlite:a.db has no table fans; load it first: earshot load, or earshot taste for what that computes");
}

TEST(MessageWithRemedy, NamesTheOptionWhoseValueIsWrong) {
  const Status status = WithCode(UsageError("colon: unknown dialect"), ErrorCode::kInvalidDialect);
  EXPECT_EQ(MessageWithRemedy(status), "--dialect colon: unknown dialect");
}

TEST(MessageWithRemedy, NamesThePlaysOfADatasetThatIsDamaged) {
  const Status damaged =
      WithCode(InputError("x.taste/my plays.csv.taste/audience.csv is empty"), ErrorCode::kComputedDamaged);
  EXPECT_EQ(MessageWithRemedy(damaged),
            "x.taste/my plays.csv.taste/audience.csv is empty; compute it again: earshot taste "
            "'x.taste/my plays.csv'");
}

TEST(RemedyOf, EachKindOfRejectHasOne) {
  for (size_t kind = 0; kind < kRejectKindCount; ++kind) {
    EXPECT_NE(RemedyOf(static_cast<RejectKind>(kind)), "");
    EXPECT_THAT(std::string(HintOf(static_cast<RejectKind>(kind))), Not(HasSubstr("--")));
  }
}

}  // namespace
}  // namespace earshot
