// The songs that a listener has not heard and would like best, in two levels: the best artists, and their most heard
// songs; and songs that they do not know of the artists that they hear.
//
// One SongRecommender serves one thread; what it is made of must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "taste/listening.h"
#include "taste/recommend_artists.h"
#include "taste/taste_model.h"

namespace earshot {

inline constexpr size_t kRecommendedSongs = 30;

enum class SongKind { kNewArtist, kMoreBy, kPopular };

struct RecommendedSong {
  uint32_t song = 0;
  SongKind kind = SongKind::kNewArtist;
  // The artist's score (docs/taste.md has that of an artist heard) times the share of the artist's listeners who have
  // heard the song. How many listeners the song has, where it is recommended as it is popular.
  double score = 0;
};

// The songs of all artists by how many have heard them.
struct SongCharts {
  std::vector<uint32_t> listeners;  // of each song
  std::vector<uint32_t> of_artist;  // all songs by artist (Catalog::SongsBegin), an artist's most heard ones first
};
SongCharts ChartsOf(const Catalog& catalog, const HeardLists& songs);

class SongRecommender {
 public:
  SongRecommender(const Listening& listening, const TasteModel& model, const SongCharts& charts);

  // The best ones, at most kRecommendedSongs, where `artists` are recommended to the listener, and those that they have
  // heard have these scores. Valid until the next call.
  std::span<const RecommendedSong> BestOf(size_t listener, std::span<const RecommendedArtist> artists,
                                          std::span<const double> scores_of_heard);

 private:
  void AddOfNewArtists(std::span<const RecommendedArtist> artists);
  void AddOfArtistsHeard(size_t listener, std::span<const double> scores_of_heard, double weight);
  double ShareOf(uint32_t song) const;

  const Listening& listening_;
  const TasteModel& model_;
  const SongCharts& charts_;
  std::vector<double> heard_scores_;
  std::vector<RecommendedSong> songs_;
};

}  // namespace earshot
