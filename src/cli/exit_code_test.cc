#include "cli/exit_code.h"

#include <gtest/gtest.h>

#include "base/error_code.h"

namespace earshot {
namespace {

TEST(ExitCodeOf, SaysWhatToDoNext) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(InputError("a file")), 1);
  EXPECT_EQ(ExitCodeOf(SystemError("the system")), 1);
  EXPECT_EQ(ExitCodeOf(absl::DataLossError("a damaged store")), 1);
  EXPECT_EQ(ExitCodeOf(UsageError("the command line")), 2);
  EXPECT_EQ(ExitCodeOf(WithCode(InputError("a row is missing"), ErrorCode::kDifferences)), 3);
  EXPECT_EQ(ExitCodeOf(TransientError("a lock")), 75);
}

}  // namespace
}  // namespace earshot
