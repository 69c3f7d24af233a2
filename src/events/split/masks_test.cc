#include "events/split/masks.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <random>
#include <string>
#include <vector>

#include "base/highway_testing.h"

namespace earshot {
namespace {

using Masks = std::vector<BlockMasks>;

TEST(FindMasks, FindsEachByteAtEachPlace) {
  OnEveryTarget([] {
    for (int byte = 0; byte < 256; ++byte) {
      for (size_t place = 0; place < kBlockBytes; ++place) {
        std::string text(kBlockBytes, 'a');
        text[place] = static_cast<char>(byte);
        BlockMasks found, expected;
        FindMasks(text.data(), 1, ';', &found);
        FindMasksByByte(text.data(), 1, ';', &expected);
        ASSERT_TRUE(found == expected) << "byte " << byte << " at " << place;
        ASSERT_EQ(found.delimiter, byte == ';' ? uint64_t{1} << place : 0);
        ASSERT_EQ(found.non_ascii_or_nul, byte == 0 || byte >= 128 ? uint64_t{1} << place : 0);
      }
    }
  });
}

TEST(FindMasks, IsTheSameAsByteByByteOnAnyText) {
  std::mt19937 random(7);
  const std::string letters("\"\",,\n\r\0;ab\xC3\xFF", 12);
  std::string text(100 * kBlockBytes, '\0');
  for (char& byte : text) byte = letters[random() % letters.size()];
  Masks expected(100);
  FindMasksByByte(text.data(), expected.size(), ',', expected.data());
  OnEveryTarget([&] {
    // What was in the masks before must not matter.
    Masks found(100,
                {.quote = 1, .delimiter = 2, .newline = 3, .carriage_return = 4, .non_ascii_or_nul = 5, .inside = 6});
    FindMasks(text.data(), found.size(), ',', found.data());
    EXPECT_TRUE(found == expected);
  });
}

TEST(FindMasks, IsCompiledForMoreThanOneInstructionSet) {
#if defined(__x86_64__)
  EXPECT_GE(hwy::SupportedAndGeneratedTargets().size(), 2u);
#endif
  EXPECT_FALSE(hwy::SupportedAndGeneratedTargets().empty());
}

}  // namespace
}  // namespace earshot
