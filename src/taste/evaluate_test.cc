#include "taste/evaluate.h"

#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "taste/plays_testing.h"

namespace earshot {
namespace {

Evaluation EvaluationOf(const std::string& text, size_t threads) {
  const TemporaryDirectory directory;
  const auto plays = SortedPlays::Sort(WritePlays(directory.path() + "/plays.csv", text), {.threads = 1}).value();
  const SplitListening split = plays->ReadSplit(plays->TakeCatalog()).value();
  const TasteModel model = LearnTasteModel(split.before.artists, split.before.catalog.artists.size(), threads).value();
  return Evaluate(split, model, plays->is_by_session(), threads).value();
}

TEST(Evaluate, FindsTasteThatIsThereAndNoneThatIsNot) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const Evaluation taste = EvaluationOf(PlaysOfKinds(seed, true), 2);
    EXPECT_TRUE(taste.shows_taste()) << seed;
    EXPECT_GT(taste.artists.listeners, 100);
    EXPECT_GT(taste.artists.gain.mean, 2 * taste.artists.gain_of_popularity.mean);
    EXPECT_GT(taste.artists.recall.mean, 2 * taste.artists.recall_of_popularity.mean);
    EXPECT_GT(taste.songs.gain.mean, 2 * taste.songs.gain_of_popularity.mean);
    EXPECT_FALSE(EvaluationOf(PlaysOfKinds(seed, false), 2).shows_taste()) << seed;
  }
}

TEST(Evaluate, IsTheSameForAnyNumberOfThreads) {
  const std::string text = PlaysOfKinds(1, true);
  const Evaluation one = EvaluationOf(text, 1);
  const Evaluation three = EvaluationOf(text, 3);
  EXPECT_EQ(one.artists.gain.mean, three.artists.gain.mean);
  EXPECT_EQ(one.songs.recall.standard_error, three.songs.recall.standard_error);
}

// Two who gain the same have no standard error.
TEST(Evaluate, ShowsNoTasteByFewListeners) {
  Evaluation evaluation;
  evaluation.artists.gain_difference = {0.2, 0};
  evaluation.artists.listeners = 24;
  EXPECT_FALSE(evaluation.shows_taste());
  evaluation.artists.listeners = 25;
  EXPECT_TRUE(evaluation.shows_taste());
}

TEST(Evaluate, ShowsTasteFromTwoStandardErrorsOn) {
  Evaluation evaluation;
  evaluation.artists.listeners = 100;
  evaluation.artists.gain_difference = {0.2, 0.1};
  EXPECT_TRUE(evaluation.shows_taste());
  evaluation.artists.gain_difference = {0.2, 0.11};
  EXPECT_FALSE(evaluation.shows_taste());
  evaluation.artists.gain_difference = {0, 0};
  EXPECT_FALSE(evaluation.shows_taste());
}

}  // namespace
}  // namespace earshot
