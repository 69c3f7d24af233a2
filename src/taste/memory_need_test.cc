#include "taste/memory_need.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

// 20 million planted plays, as `generate --taste --size xl` writes them.
constexpr PlayCounts kManyPlays = {.plays = 20'320'333,
                                   .listeners = 114'399,
                                   .artists = 40'000,
                                   .songs = 231'787,
                                   .name_bytes = 6'000'000,
                                   .artists_heard = 3'600'000,
                                   .songs_heard = 5'200'000};

TEST(MemoryNeed, TwentyMillionPlaysFitIntoTheDefault) {
  EXPECT_TRUE(CheckMemory(kManyPlays, size_t{256} << 20, 2).ok());
}

TEST(MemoryNeed, SaysHowMuchWouldDo) {
  const Status status = CheckMemory(kManyPlays, size_t{64} << 20, 2);
  ASSERT_TRUE(absl::IsFailedPrecondition(status));
  const std::string message = MessageOf(status);
  const std::string before = "takes about ";
  const size_t enough_mib = std::stoul(message.substr(message.find(before) + before.size()));
  EXPECT_TRUE(CheckMemory(kManyPlays, enough_mib << 20, 2).ok());
  EXPECT_FALSE(CheckMemory(kManyPlays, (enough_mib - 2) << 20, 2).ok());
}

}  // namespace
}  // namespace earshot
