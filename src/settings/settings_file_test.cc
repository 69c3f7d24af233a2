#include "settings/settings_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using testing::HasSubstr;

TEST(ParseSettings, ReadsWhatIsThere) {
  const StatusOr<SettingsFile> settings = ParseSettings("store = 'sqlite:a.db'\nmemory = '64 mb'\n", "earshot.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->store, "sqlite:a.db");
  EXPECT_EQ(settings->memory_bytes, uint64_t{64} << 20);
  EXPECT_FALSE(settings->questions.has_value());
}

TEST(ParseSettings, RefusesTheRestWithItsPlace) {
  const auto refused = [](const std::string& text) { return MessageOf(ParseSettings(text, "earshot.toml").status()); };
  EXPECT_THAT(refused("store = 'a'\n\nstor = 'b'"), HasSubstr("earshot.toml:3:1: unknown setting stor"));
  EXPECT_THAT(refused("memory = 64"), HasSubstr("earshot.toml:1:10: memory must be a text in quotes"));
  EXPECT_THAT(refused("memory = '64 miles'"), HasSubstr("earshot.toml:1:10: invalid size \"64 miles\""));
  EXPECT_THAT(refused("memory ="), HasSubstr("earshot.toml:1:9: invalid TOML"));
}

TEST(ParseSize, KnowsUnitsAndBounds) {
  EXPECT_EQ(ParseSize("1").value(), 1u);
  EXPECT_EQ(ParseSize("64KiB").value(), uint64_t{64} << 10);
  EXPECT_EQ(ParseSize(" 1 G").ok(), false);
  EXPECT_EQ(ParseSize("1T").value(), uint64_t{1} << 40);
  for (const char* text : {"", "0", "-1", "2T", "1XB", "1BB", "18446744073709551616", "1 k i b"}) {
    EXPECT_FALSE(ParseSize(text).ok()) << text;
  }
}

}  // namespace
}  // namespace earshot
