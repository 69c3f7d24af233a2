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
    : heard_(heard),
      model_(model),
      scores_(model.favoured.size(), 0),
      proposals_(kProposalsMax),
      ranked_(kRecommendedArtists) {}

std::span<const RecommendedArtist> ArtistRecommender::BestOf(size_t listener) {
  const std::span<const Heard> heard = heard_.Of(listener);
  Score(heard);
  Propose(heard);
  Rerank(listener);
  best_.clear();
  for (const Ranked& ranked : ranked_.Sorted()) best_.push_back(ranked.artist);
  return best_;
}

// Sums in the order of the artists heard, so that they are always the same.
void ArtistRecommender::Score(std::span<const Heard> heard) {
  touched_count_ = 0;
  for (const Heard& entry : heard) {
    const std::vector<Favoured>& all_favoured = model_.favoured[entry.item];
    touched_.resize(std::max(touched_.size(), touched_count_ + all_favoured.size()));
    for (const Favoured& favoured : all_favoured) {
      // Whether it is the first time is a coin's toss to a processor: so there is no jump.
      double& score = scores_[favoured.artist];
      touched_[touched_count_] = favoured.artist;
      touched_count_ += score == 0 ? 1 : 0;
      score += double{favoured.weight};
    }
  }
}

void ArtistRecommender::Propose(std::span<const Heard> heard) {
  scores_of_heard_.clear();
  for (const Heard& entry : heard) scores_of_heard_.push_back(std::max(0.0, std::exchange(scores_[entry.item], 0)));
  proposals_.Clear();
  for (const uint32_t artist : std::span(touched_).first(touched_count_)) {
    // One that was 0 in between is touched twice, but has its score once.
    const double score = std::exchange(scores_[artist], 0);
    if (score > 0) proposals_.Add({artist, score});
  }
}

void ArtistRecommender::Rerank(size_t listener) {
  ranked_.Clear();
  nearness_.clear();
  Standard scores;
  Standard nearness;
  const std::vector<RecommendedArtist>& proposals = proposals_.Unsorted();
  for (const RecommendedArtist& proposal : proposals) {
    nearness_.push_back(model_.factors.ScoreOf(listener, proposal.artist));
    scores.Add(proposal.score);
    nearness.Add(nearness_.back());
  }
  for (size_t i = 0; i < proposals.size(); ++i) {
    const double rank = kWeightsShare * scores.Of(proposals[i].score) + (1 - kWeightsShare) * nearness.Of(nearness_[i]);
    ranked_.Add({proposals[i], rank});
  }
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
