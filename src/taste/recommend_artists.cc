#include "taste/recommend_artists.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace earshot {
namespace {

// How many artists the neighbour weights propose to the factors, and how much they count in the order of these.
constexpr size_t kProposalsMax = 300;
constexpr double kWeightsShare = 0.4;

// Turns values into their distance from the mean, in standard deviations.
class Standard {
 public:
  void Add(double value) {
    ++count_;
    sum_ += value;
    squares_ += value * value;
  }
  double Of(double value) const {
    const double mean = sum_ / count_;
    const double variance = squares_ / count_ - mean * mean;
    return variance > 0 ? (value - mean) / std::sqrt(variance) : 0;
  }

 private:
  double count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

}  // namespace

ArtistRecommender::ArtistRecommender(const HeardLists& heard, const TasteModel& model)
    : heard_(heard), model_(model), scores_(model.favoured.size(), 0) {}

std::span<const RecommendedArtist> ArtistRecommender::BestOf(size_t listener) {
  const std::span<const Heard> heard = heard_.Of(listener);
  Score(heard);
  Propose(heard);
  Rerank(listener);
  best_.clear();
  for (const Scored& rank : ranks_) best_.push_back(proposals_[rank.number]);
  return best_;
}

// Sums in the order of the artists heard, so that they are always the same.
void ArtistRecommender::Score(std::span<const Heard> heard) {
  touched_.clear();
  for (const Heard& entry : heard) {
    for (const Favoured& favoured : model_.favoured[entry.item]) {
      if (scores_[favoured.artist] == 0) touched_.push_back(favoured.artist);
      scores_[favoured.artist] += double{favoured.weight};
    }
  }
}

void ArtistRecommender::Propose(std::span<const Heard> heard) {
  scores_of_heard_.clear();
  for (const Heard& entry : heard) scores_of_heard_.push_back(std::max(0.0, std::exchange(scores_[entry.item], 0)));
  proposals_.clear();
  for (const uint32_t artist : touched_) {
    // One that was 0 in between is touched twice, but has its score once.
    const double score = std::exchange(scores_[artist], 0);
    if (score > 0) proposals_.push_back({artist, score});
  }
  if (proposals_.size() <= kProposalsMax) return;
  std::nth_element(proposals_.begin(), proposals_.begin() + ptrdiff_t{kProposalsMax}, proposals_.end(),
                   [](const RecommendedArtist& a, const RecommendedArtist& b) {
                     return a.score != b.score ? a.score > b.score : a.artist < b.artist;
                   });
  proposals_.resize(kProposalsMax);
}

void ArtistRecommender::Rerank(size_t listener) {
  // The sums below do not depend on the order in which nth_element has left them, and the places say which is first by
  // name.
  std::sort(proposals_.begin(), proposals_.end(),
            [](const RecommendedArtist& a, const RecommendedArtist& b) { return a.artist < b.artist; });
  ranks_.clear();
  Standard scores;
  Standard nearness;
  for (const RecommendedArtist& proposal : proposals_) {
    const double near = model_.factors.ScoreOf(listener, proposal.artist);
    scores.Add(proposal.score);
    nearness.Add(near);
    ranks_.push_back({static_cast<uint32_t>(ranks_.size()), near});
  }
  for (Scored& rank : ranks_) {
    rank.score =
        kWeightsShare * scores.Of(proposals_[rank.number].score) + (1 - kWeightsShare) * nearness.Of(rank.score);
  }
  KeepBest(kRecommendedArtists, &ranks_);
}

std::vector<uint32_t> MostPopular(const std::vector<uint32_t>& by_popularity, std::span<const Heard> heard,
                                  size_t count) {
  std::vector<uint32_t> popular;
  for (const uint32_t item : by_popularity) {
    if (popular.size() == count) break;
    if (PlaysOf(heard, item) == 0) popular.push_back(item);
  }
  return popular;
}

}  // namespace earshot
