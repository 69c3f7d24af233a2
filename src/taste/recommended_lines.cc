#include "taste/recommended_lines.h"

#include <span>
#include <string_view>

#include "base/csv.h"
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

void RecommendedArtistLines::Append(size_t begin, size_t end, std::string* out) const {
  ArtistRecommender recommender(listening_.artists, model_);
  for (size_t listener = begin; listener < end; ++listener) {
    if (shows_taste_ && recommender.Knows(listener)) {
      AppendListener(listener, &recommender, out);
    } else {
      AppendPopular(listener, out);
    }
  }
}

void RecommendedArtistLines::AppendListener(size_t listener, ArtistRecommender* recommender, std::string* out) const {
  const std::span<const RecommendedArtist> best = recommender->BestOf(listener);
  if (best.empty()) AppendPopular(listener, out);
  size_t place = 0;
  for (const RecommendedArtist& artist : best) {
    const Reason reason = ReasonFor(model_.neighbours, artist.artist, listening_.artists.Of(listener));
    const BecauseCells first = CellsOf(reason.first, listening_.catalog);
    const BecauseCells second = CellsOf(reason.second, listening_.catalog);
    AppendQuotedCsvLine({UserIdOf(listening_, listener), fmt::to_string(++place),
                         listening_.catalog.artists[artist.artist], ScoreText(artist.score), first.artist, first.plays,
                         first.share, second.artist, second.share, TextOf(reason, listening_.catalog)},
                        out);
  }
}

void RecommendedArtistLines::AppendPopular(size_t listener, std::string* out) const {
  size_t place = 0;
  for (const uint32_t artist : MostPopular(popular_, listening_.artists.Of(listener), kRecommendedArtists)) {
    const double listeners = model_.neighbours.listeners[artist];
    AppendQuotedCsvLine(
        {UserIdOf(listening_, listener), fmt::to_string(++place), listening_.catalog.artists[artist],
         ScoreText(listeners), "", "", "", "", "", shows_taste_ ? PopularText(listeners) : std::string()},
        out);
  }
}

RecommendedSongLines::RecommendedSongLines(const Listening& listening, const TasteModel& model, bool shows_taste)
    : listening_(listening),
      model_(model),
      shows_taste_(shows_taste),
      charts_(ChartsOf(listening.catalog, listening.songs)),
      popular_(ByPopularity(charts_.listeners, kItemListenersMin)) {}

void RecommendedSongLines::Append(size_t begin, size_t end, std::string* out) const {
  ArtistRecommender artists(listening_.artists, model_);
  SongRecommender songs(listening_, model_, charts_);
  for (size_t listener = begin; listener < end; ++listener) {
    if (shows_taste_ && artists.Knows(listener)) {
      AppendListener(listener, &artists, &songs, out);
    } else {
      AppendPopular(listener, out);
    }
  }
}

void RecommendedSongLines::AppendListener(size_t listener, ArtistRecommender* artists, SongRecommender* songs,
                                          std::string* out) const {
  const std::span<const RecommendedArtist> best_artists = artists->BestOf(listener);
  const std::span<const RecommendedSong> best = songs->BestOf(listener, best_artists, artists->ScoresOfHeard());
  if (best.empty()) AppendPopular(listener, out);
  size_t place = 0;
  for (const RecommendedSong& song : best) {
    if (song.kind == SongKind::kNewArtist) {
      AppendNew(listener, ++place, song, out);
    } else {
      AppendMoreBy(listener, ++place, song, out);
    }
  }
}

void RecommendedSongLines::AppendNew(size_t listener, size_t place, const RecommendedSong& song,
                                     std::string* out) const {
  const Song& of = listening_.catalog.songs[song.song];
  const std::string& artist = listening_.catalog.artists[of.artist];
  const Reason reason = ReasonFor(model_.neighbours, of.artist, listening_.artists.Of(listener));
  const BecauseCells because = CellsOf(reason.first, listening_.catalog);
  const bool is_first = charts_.of_artist[listening_.catalog.SongsBegin(of.artist)] == song.song;
  AppendQuotedCsvLine({UserIdOf(listening_, listener), fmt::to_string(place), artist, of.title, ScoreText(song.score),
                       "new artist", because.artist, because.plays, because.share,
                       fmt::format("{} of {}; {}", is_first ? "the song most heard" : "one of the songs most heard",
                                   artist, TextOf(reason, listening_.catalog))},
                      out);
}

void RecommendedSongLines::AppendMoreBy(size_t listener, size_t place, const RecommendedSong& song,
                                        std::string* out) const {
  const Song& of = listening_.catalog.songs[song.song];
  const std::string& artist = listening_.catalog.artists[of.artist];
  const uint32_t plays = PlaysOf(listening_.artists.Of(listener), of.artist);
  AppendQuotedCsvLine(
      {UserIdOf(listening_, listener), fmt::to_string(place), artist, of.title, ScoreText(song.score), "more by",
       artist, fmt::to_string(plays), "",
       fmt::format("one of {}'s that you have not heard; you played {}: {}", artist, artist, PlaysText(plays))},
      out);
}

void RecommendedSongLines::AppendPopular(size_t listener, std::string* out) const {
  size_t place = 0;
  for (const uint32_t song : MostPopular(popular_, listening_.songs.Of(listener), kRecommendedSongs)) {
    const Song& of = listening_.catalog.songs[song];
    const double listeners = charts_.listeners[song];
    AppendQuotedCsvLine(
        {UserIdOf(listening_, listener), fmt::to_string(++place), listening_.catalog.artists[of.artist], of.title,
         ScoreText(listeners), "popular", "", "", "", shows_taste_ ? PopularText(listeners) : std::string()},
        out);
  }
}

}  // namespace earshot
