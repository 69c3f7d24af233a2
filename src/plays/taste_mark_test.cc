#include "plays/taste_mark.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

class TasteMarkTest : public ::testing::Test {
 protected:
  TasteMarkTest() { Write(plays_, "some plays"); }

  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
  void Mark() const { Write(TasteMarkOf(plays_), TasteMarkText(ContentIdOf(plays_).value())); }

  const TemporaryDirectory directory_;
  const std::string plays_ = directory_.path() + "/plays.csv";
};

TEST_F(TasteMarkTest, NamesThePlays) { EXPECT_EQ(TasteMarkText({12, "0f5c"}), "{\"plays_id\":\"12-0f5c\"}\n"); }

TEST_F(TasteMarkTest, KnowsWhatIsThere) {
  EXPECT_EQ(FindTaste(plays_).value(), TasteState::kNone);
  std::filesystem::create_directory(TasteDirectoryOf(plays_));
  EXPECT_EQ(FindTaste(plays_).value(), TasteState::kNone);
  Write(TasteOptInOf(plays_), "10\n");
  EXPECT_EQ(FindTaste(plays_).value(), TasteState::kUnfinished);
  Mark();
  EXPECT_EQ(FindTaste(plays_).value(), TasteState::kOfThesePlays);
  Write(plays_, "some other plays");
  EXPECT_EQ(FindTaste(plays_).value(), TasteState::kOfOtherPlays);
}

}  // namespace
}  // namespace earshot
