#include "base/progress.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(ProgressLine, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(ProgressLine("load song_at", "rows", 1'000'000, 4'000'000, 2.0),
            "load song_at   25 %  1.00M/4.00M rows  500k rows/s  6 s left");
}

TEST(ProgressLine, WithoutATotalTellsOnlyWhatIsKnown) {
  EXPECT_EQ(ProgressLine("read -", "bytes", 950, 0, 1.0), "read -  950 bytes  950 bytes/s");
}

TEST(ProgressLine, AtTheStartPromisesNothing) {
  EXPECT_EQ(ProgressLine("verify", "rows", 0, 10, 0.0), "verify    0 %  0/10 rows  0 rows/s  0 s left");
}

}  // namespace
}  // namespace earshot
