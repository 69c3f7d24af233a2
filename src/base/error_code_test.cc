#include "base/error_code.h"

#include <gtest/gtest.h>

#include <set>

namespace earshot {
namespace {

TEST(ErrorCode, ComesBackOutOfAStatusWithItsKindAndMessage) {
  const Status status = WithCode(UsageError("no question is called {}", "a"), ErrorCode::kUnknownQuestion);
  EXPECT_EQ(CodeOf(status), ErrorCode::kUnknownQuestion);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(status), "no question is called a");
}

TEST(ErrorCode, SurvivesAnotherMessage) {
  const Status status = WithCode(InputError("before"), ErrorCode::kInvalidPageToken);
  const Status reworded = WithMessage(status, "after");
  EXPECT_EQ(CodeOf(reworded), ErrorCode::kInvalidPageToken);
  EXPECT_EQ(reworded.code(), status.code());
  EXPECT_EQ(MessageOf(reworded), "after");
}

TEST(ErrorCode, OfAStatusWithoutOneIsNone) {
  EXPECT_EQ(CodeOf(InputError("plain")), std::nullopt);
  EXPECT_EQ(CodeOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(CodeOf(WithMessage(InputError("plain"), "other")), std::nullopt);
}

TEST(ErrorCode, EachSlugIsOneWordAndItsOwn) {
  std::set<std::string_view> slugs;
  for (size_t code = 0; code < kErrorCodeCount; ++code) {
    const std::string_view slug = SlugOf(static_cast<ErrorCode>(code));
    EXPECT_FALSE(slug.empty());
    EXPECT_EQ(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << slug;
    EXPECT_TRUE(slugs.insert(slug).second) << slug;
  }
}

}  // namespace
}  // namespace earshot
