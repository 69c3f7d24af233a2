#include "events/split/splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace earshot {
namespace {

struct Result {
  Split split;
  std::string outside;  // the delimiters and line ends outside quotes, all else as '.'

  explicit Result(const std::string& text, size_t begin) {
    std::string blocks = text;
    blocks.resize((text.size() / kBlockBytes + 1) * kBlockBytes);
    std::vector<BlockMasks> masks(blocks.size() / kBlockBytes);
    FindMasks(blocks.data(), masks.size(), ',', masks.data());
    SplitRows(text, {.begin = begin, .at_end = true}, &masks, &split);
    for (size_t i = 0; i < text.size(); ++i) {
      const BlockMasks& block = masks[i / kBlockBytes];
      const uint64_t separates = (block.delimiter | block.newline) & ~block.inside;
      outside.push_back((separates >> (i % kBlockBytes) & 1) != 0 ? text[i] : '.');
    }
  }
};

// Behind a header, the splitter goes with care from the start; the empty first line makes that the only difference.
RC_GTEST_PROP(Splitter, FindsTheSameByBlocksAsWithCare, ()) {
  const std::vector<std::string> usual = {"a",           "bc",
                                          ",",           "\n",
                                          "\r\n",        ",\"x\",",
                                          ",\"a,\nb\",", ",\"a\"\"b\"\r\n",
                                          ",\"\"\"\"\n", "\n\"long, long, long, long, long, long, long, long, long\","};
  const std::vector<std::string> invalid = {"a\"b", ",\"a\"b", ",\"a\"\rb", ",\"a", ",\"a\" \n", "\r", "\n\"a\"\"\n"};
  std::string text = "\n";
  const auto pieces = *rc::gen::inRange(0, 400);
  const size_t invalid_at = static_cast<size_t>(*rc::gen::inRange(0, 400));
  for (int i = 0; i < pieces; ++i) {
    text += *rc::gen::elementOf(static_cast<size_t>(i) == invalid_at ? invalid : usual);
  }
  const Result by_blocks(text, /*begin=*/0);
  const Result with_care(text, /*begin=*/1);
  RC_ASSERT(by_blocks.outside == with_care.outside);
  RC_ASSERT(by_blocks.split.size == with_care.split.size);
  RC_ASSERT(by_blocks.split.stray_quotes == with_care.split.stray_quotes);
  RC_ASSERT(by_blocks.split.quote_errors.size() == with_care.split.quote_errors.size());
  for (size_t i = 0; i < by_blocks.split.quote_errors.size(); ++i) {
    RC_ASSERT(by_blocks.split.quote_errors[i].position == with_care.split.quote_errors[i].position);
    RC_ASSERT(by_blocks.split.quote_errors[i].kind == with_care.split.quote_errors[i].kind);
  }
}

TEST(Splitter, KnowsAStrayQuoteAtEachByteOfABlock) {
  for (size_t length = 1; length < 3 * kBlockBytes; ++length) {
    const std::string text = "\n" + std::string(length, 'x') + "\"y\",z\n" + std::string(2 * kBlockBytes, '\n');
    EXPECT_THAT(Result(text, /*begin=*/0).split.stray_quotes, ::testing::ElementsAre(length + 1, length + 3));
  }
}

// A quoted field of every length up to what is allowed, and one byte more.
TEST(Splitter, KnowsALongFieldByBlocks) {
  constexpr size_t kMax = size_t{64} << 10;
  for (const size_t length : {kMax / 2 - 1, kMax / 2, kMax - 64, kMax, kMax + 1}) {
    const Result result("\n\"" + std::string(length, 'x') + "\",a\n\"b\",c\n", /*begin=*/0);
    EXPECT_EQ(result.split.quote_errors.size(), length > kMax ? 1u : 0u) << length;
  }
}

}  // namespace
}  // namespace earshot
