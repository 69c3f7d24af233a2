#include "base/json_text.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(JsonTextTest, EscapesWhatOthersTakeForAnEndOfALine) {
  EXPECT_EQ(JsonText(nlohmann::json("a\u0085b\u2028\u2029c\u009F")), R"("a\u0085b\u2028\u2029c\u009f")");
}

TEST(JsonTextTest, LeavesTheirNeighboursAsTheyAre) {
  const std::string text = "\u00A0 \u00E9 \u2027 \u202A \u20AC \U0001F3A7";
  EXPECT_EQ(JsonText(nlohmann::json(text)), '"' + text + '"');
}

TEST(JsonTextTest, ReadsBackTheSame) {
  for (char32_t code = 1; code < 0x3000; ++code) {
    std::string text;
    if (code < 0x80) {
      text = {static_cast<char>(code)};
    } else if (code < 0x800) {
      text = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
    } else {
      text = {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
              static_cast<char>(0x80 | (code & 0x3F))};
    }
    EXPECT_EQ(nlohmann::json::parse(JsonText(nlohmann::json(text))).get<std::string>(), text)
        << static_cast<uint32_t>(code);
  }
}

}  // namespace
}  // namespace earshot
