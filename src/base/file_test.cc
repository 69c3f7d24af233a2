#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;

TEST(FileReader, RefusesADirectoryAndAMissingFile) {
  EXPECT_THAT(MessageOf(FileReader::Open("/tmp").status()), HasSubstr("cannot read /tmp: Is a directory"));
  EXPECT_THAT(MessageOf(FileReader::Open("/no/such").status()), HasSubstr("cannot open /no/such: No such file"));
}

}  // namespace
}  // namespace earshot
