#include "taste/recommend_songs.h"

#include <algorithm>
#include <cmath>

#include "taste/floors.h"

namespace earshot {
namespace {

constexpr size_t kSongsOfNewArtist = 3;
// How much all artists heard count beside all that are recommended.
constexpr double kHeardWeight = 6;
// Of an artist for which no other one speaks.
constexpr double kHeardScoreMin = 0.001;

}  // namespace

SongCharts ChartsOf(const Catalog& catalog, const HeardLists& songs) {
  SongCharts charts;
  charts.listeners.assign(catalog.songs.size(), 0);
  for (size_t listener = 0; listener < songs.size(); ++listener) {
    for (const Heard& heard : songs.Of(listener)) ++charts.listeners[heard.item];
  }
  for (uint32_t song = 0; song < catalog.songs.size(); ++song) charts.of_artist.push_back(song);
  std::sort(charts.of_artist.begin(), charts.of_artist.end(), [&](uint32_t a, uint32_t b) {
    if (catalog.songs[a].artist != catalog.songs[b].artist) return a < b;
    return charts.listeners[a] != charts.listeners[b] ? charts.listeners[a] > charts.listeners[b] : a < b;
  });
  return charts;
}

SongRecommender::SongRecommender(const Listening& listening, const TasteModel& model, const SongCharts& charts)
    : listening_(listening), model_(model), charts_(charts) {}

std::span<const RecommendedSong> SongRecommender::BestOf(size_t listener, std::span<const RecommendedArtist> artists,
                                                         std::span<const double> scores_of_heard) {
  songs_.clear();
  AddOfNewArtists(artists);
  double score_of_new = 0;
  for (const RecommendedArtist& artist : artists) score_of_new += artist.score;
  AddOfArtistsHeard(listener, scores_of_heard, kHeardWeight * (score_of_new > 0 ? score_of_new : 1));
  const size_t kept = std::min(songs_.size(), kRecommendedSongs);
  std::partial_sort(songs_.begin(), songs_.begin() + static_cast<ptrdiff_t>(kept), songs_.end(),
                    [](const RecommendedSong& a, const RecommendedSong& b) {
                      return a.score != b.score ? a.score > b.score : a.song < b.song;
                    });
  songs_.resize(kept);
  return songs_;
}

double SongRecommender::ShareOf(uint32_t song) const {
  return static_cast<double>(charts_.listeners[song]) /
         model_.neighbours.listeners[listening_.catalog.songs[song].artist];
}

void SongRecommender::AddOfNewArtists(std::span<const RecommendedArtist> artists) {
  for (const RecommendedArtist& artist : artists) {
    const uint32_t begin = listening_.catalog.SongsBegin(artist.artist);
    const uint32_t end = listening_.catalog.SongsEnd(artist.artist);
    for (uint32_t i = begin; i < std::min<size_t>(end, begin + kSongsOfNewArtist); ++i) {
      const uint32_t song = charts_.of_artist[i];
      songs_.push_back({song, SongKind::kNewArtist, artist.score * ShareOf(song)});
    }
  }
}

// An artist's part of the weight grows with the plays, and with what the other artists say of it. Both lists of what
// the listener has heard come in the order of the catalog.
void SongRecommender::AddOfArtistsHeard(size_t listener, std::span<const double> scores_of_heard, double weight) {
  const std::span<const Heard> artists = listening_.artists.Of(listener);
  heard_scores_.clear();
  double sum = 0;
  for (size_t i = 0; i < artists.size(); ++i) {
    heard_scores_.push_back(std::sqrt(artists[i].plays * std::max(scores_of_heard[i], kHeardScoreMin)));
    sum += heard_scores_.back();
  }
  std::span<const Heard> songs = listening_.songs.Of(listener);
  for (size_t i = 0; i < artists.size(); ++i) {
    const uint32_t artist = artists[i].item;
    const bool is_known = model_.neighbours.listeners[artist] >= kItemListenersMin;
    for (uint32_t song = listening_.catalog.SongsBegin(artist); song < listening_.catalog.SongsEnd(artist); ++song) {
      if (!songs.empty() && songs.front().item == song) {
        songs = songs.subspan(1);
      } else if (is_known && charts_.listeners[song] > 0) {
        songs_.push_back({song, SongKind::kMoreBy, weight * heard_scores_[i] / sum * ShareOf(song)});
      }
    }
  }
}

}  // namespace earshot
