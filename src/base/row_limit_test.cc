#include "base/row_limit.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

constexpr ErrorCode kInvalid = ErrorCode::kInvalidRejectsMax;

TEST(RowLimit, IsANumberOrAShare) {
  const RowLimit number = ParseRowLimit("100", kInvalid).value();
  EXPECT_EQ(Describe(number), "100 rows");
  EXPECT_FALSE(number.IsExceededBy(100, 100));
  EXPECT_TRUE(number.IsExceededBy(101, 1000));
  const RowLimit share = ParseRowLimit("2.5%", kInvalid).value();
  EXPECT_EQ(Describe(share), "2.5 %");
  EXPECT_FALSE(share.IsExceededBy(25, 1000));
  EXPECT_TRUE(share.IsExceededBy(26, 1000));
  EXPECT_FALSE(share.accepts_all());
  EXPECT_TRUE(ParseRowLimit("100%", kInvalid)->accepts_all());
}

TEST(RowLimit, IsNothingElse) {
  for (const char* text : {"", "%", "-1", "x", "101%", "-1%", "nan%", " 5%", "5 %", "5\n", " 5"}) {
    const StatusOr<RowLimit> limit = ParseRowLimit(text, kInvalid);
    EXPECT_EQ(CodeOf(limit.status()), kInvalid) << text;
  }
}

}  // namespace
}  // namespace earshot
