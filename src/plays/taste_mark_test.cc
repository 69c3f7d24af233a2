#include "plays/taste_mark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

class TasteMarkTest : public ::testing::Test {
 protected:
  TasteMarkTest() { Write(plays_, "some plays"); }

  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
  void Mark() const { Write(TasteMarkOf(plays_), TasteMarkText(ContentIdOf(plays_).value())); }

  TasteState State() const { return FindTaste(plays_, {}).value().state; }
  std::string Damage(const std::vector<const Dataset*>& datasets = {}) const {
    const FoundTaste found = FindTaste(plays_, datasets).value();
    EXPECT_EQ(found.state, TasteState::kDamaged);
    return found.damage;
  }

  const TemporaryDirectory directory_;
  const std::string plays_ = directory_.path() + "/plays.csv";
};

TEST_F(TasteMarkTest, NamesThePlays) { EXPECT_EQ(TasteMarkText({12, "0f5c"}), "{\"plays_id\":\"12-0f5c\"}\n"); }

TEST_F(TasteMarkTest, KnowsWhatIsThere) {
  EXPECT_EQ(State(), TasteState::kNone);
  std::filesystem::create_directory(TasteDirectoryOf(plays_));
  EXPECT_EQ(State(), TasteState::kNone);
  Write(TasteOptInOf(plays_), "10\n");
  EXPECT_EQ(State(), TasteState::kUnfinished);
  Mark();
  EXPECT_EQ(State(), TasteState::kOfThesePlays);
  Write(plays_, "some other plays");
  EXPECT_EQ(State(), TasteState::kOfOtherPlays);
}

TEST_F(TasteMarkTest, SaysWhatIsDamaged) {
  std::filesystem::create_directory(TasteDirectoryOf(plays_));
  Write(TasteMarkOf(plays_), "[]\n");
  EXPECT_THAT(Damage(), ::testing::EndsWith("complete.json names no plays"));
  std::filesystem::remove(TasteMarkOf(plays_));
  std::filesystem::create_directory(TasteMarkOf(plays_));
  EXPECT_THAT(Damage(), ::testing::EndsWith("complete.json: Is a directory"));
  std::filesystem::remove(TasteMarkOf(plays_));
  ASSERT_EQ(mkfifo(TasteMarkOf(plays_).c_str(), 0600), 0);
  EXPECT_THAT(Damage(), ::testing::HasSubstr("complete.json is an empty pipe"));
  std::filesystem::remove_all(TasteDirectoryOf(plays_));
  Write(TasteDirectoryOf(plays_), "");
  EXPECT_THAT(Damage(), ::testing::HasSubstr("plays.csv.taste is not a directory"));
}

TEST_F(TasteMarkTest, LooksAtTheFilesOfTheseDatasets) {
  std::filesystem::create_directory(TasteDirectoryOf(plays_));
  Mark();
  EXPECT_THAT(Damage({&Audience()}), ::testing::HasSubstr("audience.csv: No such file"));
  Write(TasteFileOf(plays_, Audience()), "");
  EXPECT_THAT(Damage({&Audience()}), ::testing::EndsWith("audience.csv is empty"));
  Write(TasteFileOf(plays_, Audience()), "place,artist\n");
  EXPECT_THAT(Damage({&Audience()}), ::testing::HasSubstr("the row has 2 fields instead of 10"));
}

}  // namespace
}  // namespace earshot
