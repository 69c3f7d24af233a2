#include "rows/digest.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(Digest, DoesNotDependOnTheOrderOfRowsOrOnHowTheyAreParted) {
  Digest forwards;
  forwards.Add("one");
  forwards.Add("two");
  Digest backwards;
  backwards.Add("two");
  Digest part;
  part.Add("one");
  backwards.Add(part);
  EXPECT_EQ(forwards.ToString(), backwards.ToString());
}

TEST(Digest, TellsRowsApart) {
  Digest one;
  one.Add("one");
  Digest twice = one;
  twice.Add("one");
  EXPECT_NE(one.ToString(), twice.ToString());
  for (const char* other : {"pne", "ooe", "onf", "on", "one."}) {
    Digest changed;
    changed.Add(other);
    EXPECT_NE(one.ToString(), changed.ToString()) << other;
  }
  EXPECT_NE(one.ToString(), Digest().ToString());
  EXPECT_EQ(Digest().ToString(), std::string(32, '0'));
}

// The hash of the empty input in the XXH3 specification, for 128 bits without a seed.
TEST(Digest, IsXxh3) {
  Digest digest;
  digest.Add("");
  EXPECT_EQ(digest.ToString(), "99aa06d3014798d86001c324468d497f");
}

}  // namespace
}  // namespace earshot
