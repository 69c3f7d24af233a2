#include "base/content_id.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(ContentHash, DoesNotDependOnTheParts) {
  const std::string text(100'000, 'x');
  ContentHash whole;
  whole.Add(text);
  ContentHash parts;
  for (size_t i = 0; i < text.size(); i += 7) parts.Add(std::string_view(text).substr(i, 7));
  EXPECT_EQ(whole.id(), parts.id());
  EXPECT_EQ(whole.id().bytes, text.size());
  parts.Add("y");
  EXPECT_NE(whole.id(), parts.id());
}

// Files contain it: every version must compute the same.
TEST(ContentHash, IsXxh3) { EXPECT_EQ(ContentHash().id().xxh3, "99aa06d3014798d86001c324468d497f"); }

}  // namespace
}  // namespace earshot
