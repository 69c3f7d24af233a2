// The datasets recommended_artists and recommended_songs (plays/taste_datasets.h), a listener's rows after the other's.
//
// Who has heard too few artists is recommended what is most popular, and so is everybody where the plays do not show
// taste. Constant; safe to share between threads. What they are made of must outlive them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "taste/csv_rows.h"
#include "taste/listening.h"
#include "taste/recommend_artists.h"
#include "taste/recommend_songs.h"
#include "taste/taste_model.h"

namespace earshot {

class RecommendedArtistLines {
 public:
  // Without `shows_taste` the model's factors are not used.
  RecommendedArtistLines(const Listening& listening, const TasteModel& model, bool shows_taste);

  // As WriteDataset (taste/dataset_file.h) asks for the rows of listeners.
  static constexpr size_t kAtOnce = 64;
  size_t size() const { return listening_.listeners.size(); }
  ArtistRecommender MakeScratch() const { return {listening_.artists, model_}; }
  void Append(size_t listener, ArtistRecommender* recommender, CsvRows* rows) const;

 private:
  void AppendBest(size_t listener, std::span<const RecommendedArtist> best, CsvRows* rows) const;
  void AppendPopular(size_t listener, CsvRows* rows) const;

  const Listening& listening_;
  const TasteModel& model_;
  const bool shows_taste_;
  const std::vector<uint32_t> popular_;
};

class RecommendedSongLines {
 public:
  RecommendedSongLines(const Listening& listening, const TasteModel& model, bool shows_taste);

  struct Recommenders {
    ArtistRecommender artists;
    SongRecommender songs;
  };

  static constexpr size_t kAtOnce = 64;
  size_t size() const { return listening_.listeners.size(); }
  Recommenders MakeScratch() const { return {{listening_.artists, model_}, {listening_, model_, charts_}}; }
  void Append(size_t listener, Recommenders* recommenders, CsvRows* rows) const;

 private:
  void AppendBest(size_t listener, std::span<const RecommendedSong> best, CsvRows* rows) const;
  void AppendNew(size_t listener, size_t place, const RecommendedSong& song, CsvRows* rows) const;
  void AppendMoreBy(size_t listener, size_t place, const RecommendedSong& song, CsvRows* rows) const;
  void AppendPopular(size_t listener, CsvRows* rows) const;

  const Listening& listening_;
  const TasteModel& model_;
  const bool shows_taste_;
  const SongCharts charts_;
  const std::vector<uint32_t> popular_;
};

}  // namespace earshot
