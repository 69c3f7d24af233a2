#include "taste/evaluate.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/mix.h"
#include "taste/floors.h"
#include "taste/in_chunks.h"
#include "taste/recommend_artists.h"
#include "taste/recommend_songs.h"

namespace earshot {
namespace {

// Of one listener.
struct Scores {
  double gain = 0;
  double gain_of_popularity = 0;
  double recall = 0;
  double recall_of_popularity = 0;
};

// Always the same ones, spread over all listeners.
uint64_t HashOf(int64_t user_id) { return Mix(static_cast<uint64_t>(user_id) + kMixStep); }

// Listeners of whom enough is known, and who heard something in `heard_first`.
std::vector<uint32_t> JudgingListeners(const SplitListening& split, const HeardLists& heard_first) {
  std::vector<std::pair<uint64_t, uint32_t>> found;
  for (uint32_t listener = 0; listener < heard_first.size(); ++listener) {
    if (split.before.artists.Of(listener).size() < kKnownArtistsMin || heard_first.Of(listener).empty()) continue;
    found.emplace_back(HashOf(split.before.listeners[listener].user_id), listener);
  }
  std::sort(found.begin(), found.end());
  found.resize(std::min(found.size(), kJudgingListenersMax));
  std::vector<uint32_t> listeners;
  for (const auto& [hash, listener] : found) listeners.push_back(listener);
  return listeners;
}

Scores ScoresOf(const std::vector<uint32_t>& recommended, const std::vector<uint32_t>& popular,
                std::span<const Heard> heard_first) {
  return {GainOf(recommended, heard_first), GainOf(popular, heard_first), RecallOf(recommended, heard_first),
          RecallOf(popular, heard_first)};
}

Judgement JudgementOf(const std::vector<Scores>& scores) {
  const auto estimate = [&](const auto& value) {
    std::vector<double> values;
    for (const Scores& each : scores) values.push_back(value(each));
    return EstimateOf(values);
  };
  return {scores.size(),
          estimate([](const Scores& each) { return each.gain; }),
          estimate([](const Scores& each) { return each.gain_of_popularity; }),
          estimate([](const Scores& each) { return each.gain - each.gain_of_popularity; }),
          estimate([](const Scores& each) { return each.recall; }),
          estimate([](const Scores& each) { return each.recall_of_popularity; })};
}

template <typename Item>
std::vector<uint32_t> ItemsOf(std::span<const Item> recommended, uint32_t Item::*item) {
  std::vector<uint32_t> items;
  for (const Item& each : recommended) items.push_back(each.*item);
  return items;
}

StatusOr<Judgement> JudgeArtists(const SplitListening& split, const TasteModel& model, size_t threads) {
  const std::vector<uint32_t> listeners = JudgingListeners(split, split.new_artists);
  const std::vector<uint32_t> popular = ByPopularity(model.neighbours.listeners, kItemListenersMin);
  std::vector<Scores> scores(listeners.size());
  RETURN_IF_ERROR(ForEachInChunks(
      listeners.size(), threads, [&] { return ArtistRecommender(split.before.artists, model); },
      [&](ArtistRecommender* recommender, size_t i) {
        const uint32_t listener = listeners[i];
        scores[i] = ScoresOf(ItemsOf(recommender->BestOf(listener), &RecommendedArtist::artist),
                             MostPopular(popular, split.before.artists.Of(listener), kRecallPlaces),
                             split.new_artists.Of(listener));
      }));
  return JudgementOf(scores);
}

StatusOr<Judgement> JudgeSongs(const SplitListening& split, const TasteModel& model, size_t threads) {
  const std::vector<uint32_t> listeners = JudgingListeners(split, split.new_songs);
  const SongCharts charts = ChartsOf(split.before.catalog, split.before.songs);
  const std::vector<uint32_t> popular = ByPopularity(charts.listeners, kItemListenersMin);
  std::vector<Scores> scores(listeners.size());
  const auto make = [&] {
    return std::pair(ArtistRecommender(split.before.artists, model), SongRecommender(split.before, model, charts));
  };
  RETURN_IF_ERROR(ForEachInChunks(listeners.size(), threads, make, [&](auto* recommenders, size_t i) {
    const uint32_t listener = listeners[i];
    const std::span<const RecommendedArtist> artists = recommenders->first.BestOf(listener);
    const std::span<const RecommendedSong> songs =
        recommenders->second.BestOf(listener, artists, recommenders->first.ScoresOfHeard());
    scores[i] =
        ScoresOf(ItemsOf(songs, &RecommendedSong::song),
                 MostPopular(popular, split.before.songs.Of(listener), kRecallPlaces), split.new_songs.Of(listener));
  }));
  return JudgementOf(scores);
}

}  // namespace

StatusOr<Evaluation> Evaluate(const SplitListening& split, const TasteModel& model, bool is_by_session,
                              size_t threads) {
  Evaluation evaluation;
  evaluation.is_by_session = is_by_session;
  ASSIGN_OR_RETURN(evaluation.artists, JudgeArtists(split, model, threads));
  ASSIGN_OR_RETURN(evaluation.songs, JudgeSongs(split, model, threads));
  return evaluation;
}

}  // namespace earshot
