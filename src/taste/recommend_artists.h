// The artists that a listener has not heard and would like best.
//
// One ArtistRecommender serves one thread; what it is made of must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "taste/first_of.h"
#include "taste/listening.h"
#include "taste/taste_model.h"

namespace earshot {

inline constexpr size_t kRecommendedArtists = 20;

struct RecommendedArtist {
  uint32_t artist = 0;
  // The sum of the weights of the artists heard; how many listeners it has, where it is recommended as it is popular.
  double score = 0;
};

// The higher score first; of the same ones the lower number.
struct IsBetterArtist {
  bool operator()(const RecommendedArtist& a, const RecommendedArtist& b) const {
    return a.score != b.score ? a.score > b.score : a.artist < b.artist;
  }
};

class ArtistRecommender {
 public:
  ArtistRecommender(const HeardLists& heard, const TasteModel& model);

  // Whether enough is known of the listener.
  bool Knows(size_t listener) const { return heard_.Of(listener).size() >= kKnownArtistsMin; }

  // The best ones, at most kRecommendedArtists; none where the artists heard speak for no other one. Valid until the
  // next call.
  std::span<const RecommendedArtist> BestOf(size_t listener);
  // The scores of the artists that this listener has heard, in their order: what the other ones say of each. None is
  // below 0.
  std::span<const double> ScoresOfHeard() const { return scores_of_heard_; }

 private:
  // By the weights and the factors together.
  struct Ranked {
    RecommendedArtist artist;
    double rank = 0;
  };
  struct IsRankedBefore {
    bool operator()(const Ranked& a, const Ranked& b) const {
      return a.rank != b.rank ? a.rank > b.rank : a.artist.artist < b.artist.artist;
    }
  };

  void Score(std::span<const Heard> heard);
  void Propose(std::span<const Heard> heard);
  void Rerank(size_t listener);

  const HeardLists& heard_;
  const TasteModel& model_;
  std::vector<double> scores_;     // of all artists, 0 between calls
  std::vector<uint32_t> touched_;  // the first touched_count_ are those whose score may not be 0
  size_t touched_count_ = 0;
  std::vector<double> scores_of_heard_;
  FirstOf<RecommendedArtist, IsBetterArtist> proposals_;
  std::vector<double> nearness_;  // of each proposal
  FirstOf<Ranked, IsRankedBefore> ranked_;
  std::vector<RecommendedArtist> best_;
};

// The first of `by_popularity` that are not in `heard`, at most `count`.
std::vector<uint32_t> MostPopular(const std::vector<uint32_t>& by_popularity, std::span<const Heard> heard,
                                  size_t count);

}  // namespace earshot
