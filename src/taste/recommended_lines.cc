#include "taste/recommended_lines.h"

#include <span>
#include <string_view>

#include "base/status.h"
#include "taste/explain.h"
#include "taste/floors.h"
#include "taste/scored.h"

namespace earshot {
namespace {

std::string UserIdOf(const Listening& listening, size_t listener) {
  return fmt::to_string(listening.listeners[listener].user_id);
}

struct BecauseCells {
  std::string_view artist;
  std::string plays;
  std::string share;
};

BecauseCells CellsOf(const std::optional<Because>& because, const Catalog& catalog) {
  if (!because.has_value()) return {};
  return {catalog.artists[because->artist], fmt::to_string(because->plays), ScoreText(because->share)};
}

}  // namespace

RecommendedArtistLines::RecommendedArtistLines(const Listening& listening, const TasteModel& model, bool shows_taste)
    : listening_(listening),
      model_(model),
      shows_taste_(shows_taste),
      popular_(ByPopularity(model.neighbours.listeners, kItemListenersMin)) {}

void RecommendedArtistLines::Append(size_t listener, ArtistRecommender* recommender, CsvRows* rows) const {
  if (shows_taste_ && recommender->Knows(listener)) {
    AppendBest(listener, recommender->BestOf(listener), rows);
  } else {
    AppendPopular(listener, rows);
  }
}

void RecommendedArtistLines::AppendBest(size_t listener, std::span<const RecommendedArtist> best, CsvRows* rows) const {
  if (best.empty()) AppendPopular(listener, rows);
  size_t place = 0;
  for (const RecommendedArtist& artist : best) {
    const Reason reason = ReasonFor(model_.neighbours, artist.artist, listening_.artists.Of(listener));
    const BecauseCells first = CellsOf(reason.first, listening_.catalog);
    const BecauseCells second = CellsOf(reason.second, listening_.catalog);
    rows->Add({UserIdOf(listening_, listener), fmt::to_string(++place), listening_.catalog.artists[artist.artist],
               ScoreText(artist.score), first.artist, first.plays, first.share, second.artist, second.share,
               TextOf(reason, listening_.catalog)});
  }
}

void RecommendedArtistLines::AppendPopular(size_t listener, CsvRows* rows) const {
  size_t place = 0;
  for (const uint32_t artist : MostPopular(popular_, listening_.artists.Of(listener), kRecommendedArtists)) {
    const double listeners = model_.neighbours.listeners[artist];
    rows->Add({UserIdOf(listening_, listener), fmt::to_string(++place), listening_.catalog.artists[artist],
               ScoreText(listeners), "", "", "", "", "", shows_taste_ ? PopularText(listeners) : std::string()});
  }
}

RecommendedSongLines::RecommendedSongLines(const Listening& listening, const TasteModel& model, bool shows_taste)
    : listening_(listening),
      model_(model),
      shows_taste_(shows_taste),
      charts_(ChartsOf(listening.catalog, listening.songs)),
      popular_(ByPopularity(charts_.listeners, kItemListenersMin)) {}

void RecommendedSongLines::Append(size_t listener, Recommenders* recommenders, CsvRows* rows) const {
  ArtistRecommender& artists = recommenders->artists;
  if (shows_taste_ && artists.Knows(listener)) {
    const std::span<const RecommendedArtist> best_artists = artists.BestOf(listener);
    AppendBest(listener, recommenders->songs.BestOf(listener, best_artists, artists.ScoresOfHeard()), rows);
  } else {
    AppendPopular(listener, rows);
  }
}

void RecommendedSongLines::AppendBest(size_t listener, std::span<const RecommendedSong> best, CsvRows* rows) const {
  if (best.empty()) AppendPopular(listener, rows);
  size_t place = 0;
  for (const RecommendedSong& song : best) {
    if (song.kind == SongKind::kNewArtist) {
      AppendNew(listener, ++place, song, rows);
    } else {
      AppendMoreBy(listener, ++place, song, rows);
    }
  }
}

void RecommendedSongLines::AppendNew(size_t listener, size_t place, const RecommendedSong& song, CsvRows* rows) const {
  const Song& of = listening_.catalog.songs[song.song];
  const std::string& artist = listening_.catalog.artists[of.artist];
  const Reason reason = ReasonFor(model_.neighbours, of.artist, listening_.artists.Of(listener));
  const BecauseCells because = CellsOf(reason.first, listening_.catalog);
  const bool is_first = charts_.of_artist[listening_.catalog.SongsBegin(of.artist)] == song.song;
  rows->Add({UserIdOf(listening_, listener), fmt::to_string(place), artist, of.title, ScoreText(song.score),
             "new artist", because.artist, because.plays, because.share,
             fmt::format("{} of {}; {}", is_first ? "the song most heard" : "one of the songs most heard", artist,
                         TextOf(reason, listening_.catalog))});
}

void RecommendedSongLines::AppendMoreBy(size_t listener, size_t place, const RecommendedSong& song,
                                        CsvRows* rows) const {
  const Song& of = listening_.catalog.songs[song.song];
  const std::string& artist = listening_.catalog.artists[of.artist];
  const uint32_t plays = PlaysOf(listening_.artists.Of(listener), of.artist);
  rows->Add({UserIdOf(listening_, listener), fmt::to_string(place), artist, of.title, ScoreText(song.score), "more by",
             artist, fmt::to_string(plays), "",
             fmt::format("one of {}'s that you have not heard; you played {}: {}", artist, artist, PlaysText(plays))});
}

void RecommendedSongLines::AppendPopular(size_t listener, CsvRows* rows) const {
  size_t place = 0;
  for (const uint32_t song : MostPopular(popular_, listening_.songs.Of(listener), kRecommendedSongs)) {
    const Song& of = listening_.catalog.songs[song];
    const double listeners = charts_.listeners[song];
    rows->Add({UserIdOf(listening_, listener), fmt::to_string(++place), listening_.catalog.artists[of.artist], of.title,
               ScoreText(listeners), "popular", "", "", "", shows_taste_ ? PopularText(listeners) : std::string()});
  }
}

}  // namespace earshot
