#include "taste/compute_datasets.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "base/temporary_directory.h"
#include "plays/taste_datasets.h"
#include "taste/memory_need.h"
#include "taste/plays_testing.h"
#include "taste/recommend_artists.h"
#include "taste/recommend_songs.h"

namespace earshot {
namespace {

std::string TextIn(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

class ComputeDatasetsTest : public ::testing::Test {
 protected:
  StatusOr<TasteReport> Learn(const std::string& text, size_t threads, size_t memory_bytes = size_t{64} << 20) {
    const PlaysFile plays = WritePlays(directory_.path() + "/plays.csv", text);
    return ComputeDatasets(plays, {.resources = {memory_bytes, threads},
                                   .opt_in = {},
                                   .groups = {},
                                   .outputs = {{&RecommendedArtists(), artists_}, {&RecommendedSongs(), songs_}},
                                   .kept_opt_in = "",
                                   .kept_groups = "",
                                   .mark = ""});
  }

  const TemporaryDirectory directory_;
  const std::string artists_ = directory_.path() + "/artists.csv";
  const std::string songs_ = directory_.path() + "/songs.csv";
};

TEST_F(ComputeDatasetsTest, WritesRowsForEveryListenerWithReasons) {
  // One of whom too little is known.
  const std::string text = PlaysOfKinds(1, true) + LineOf({.user_id = 999, .session_id = 999}, true);
  const TasteReport report = Learn(text, 2).value();
  EXPECT_TRUE(report.evaluation.shows_taste());
  EXPECT_EQ(report.little_known_listeners, 1);
  ASSERT_EQ(report.datasets.size(), 2);
  const std::string artists = TextIn(artists_);
  EXPECT_EQ(artists.substr(0, artists.find('\r')),
            R"("user_id","place","artist","score","because","because_plays","because_share","because_2","share_2",)"
            R"("reason")");
  EXPECT_EQ(report.datasets[0].rows, CountOf(artists, "\r\n") - 1);
  EXPECT_EQ(CountOf(artists, "\"999\",\""), kRecommendedArtists);
  EXPECT_GT(CountOf(artists, "because you played artist "), 1000);
  const std::string songs = TextIn(songs_);
  EXPECT_EQ(report.datasets[1].rows, CountOf(songs, "\r\n") - 1);
  EXPECT_GT(CountOf(songs, "\"new artist\""), 100);
  EXPECT_GT(CountOf(songs, "\"more by\""), 100);
  EXPECT_EQ(CountOf(songs, "\"popular\""), kRecommendedSongs);
}

TEST_F(ComputeDatasetsTest, WritesTheSameBytesWithAnyNumberOfThreads) {
  const std::string text = PlaysOfKinds(2, true);
  ASSERT_TRUE(Learn(text, 1).ok());
  const std::string artists = TextIn(artists_);
  const std::string songs = TextIn(songs_);
  for (const size_t threads : {2U, 3U}) {
    ASSERT_TRUE(Learn(text, threads).ok());
    EXPECT_EQ(TextIn(artists_), artists);
    EXPECT_EQ(TextIn(songs_), songs);
  }
}

TEST_F(ComputeDatasetsTest, RecommendsWhatIsPopularWithoutReasonsWherePlaysShowNoTaste) {
  const TasteReport report = Learn(PlaysOfKinds(1, false), 2).value();
  EXPECT_FALSE(report.evaluation.shows_taste());
  EXPECT_EQ(report.datasets[0].rows, 240 * kRecommendedArtists);
  EXPECT_EQ(CountOf(TextIn(artists_), R"(","","","","","","")"), report.datasets[0].rows);
  EXPECT_EQ(CountOf(TextIn(songs_), R"("popular","","","","")"), report.datasets[1].rows);
}

TEST_F(ComputeDatasetsTest, WritesNothingWhereItWouldTakeTooMuchMemory) {
  const Status status = Learn(PlaysOfKinds(1, true), 1, size_t{100} << 10).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_NE(MessageOf(status).find(" plays of 240 listeners takes about "), std::string::npos) << status;
  EXPECT_FALSE(std::ifstream(artists_).is_open());
}

TEST_F(ComputeDatasetsTest, OnlyProvesWithoutOutputs) {
  const PlaysFile plays = WritePlays(directory_.path() + "/plays.csv", PlaysOfKinds(1, true));
  const TasteReport report = ComputeDatasets(plays, {}).value();
  EXPECT_TRUE(report.evaluation.shows_taste());
  EXPECT_TRUE(report.datasets.empty());
}

}  // namespace
}  // namespace earshot
