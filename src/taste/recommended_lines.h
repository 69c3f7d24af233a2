// The datasets recommended_artists and recommended_songs (plays/taste_datasets.h), a listener's rows after the other's.
//
// Who has heard too few artists is recommended what is most popular, and so is everybody where the plays do not show
// taste. Constant; safe to share between threads. What they are made of must outlive them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "taste/listening.h"
#include "taste/recommend_artists.h"
#include "taste/recommend_songs.h"
#include "taste/taste_model.h"

namespace earshot {

class RecommendedArtistLines {
 public:
  // Without `shows_taste` the model's factors are not used.
  RecommendedArtistLines(const Listening& listening, const TasteModel& model, bool shows_taste);

  // How many listeners there are.
  size_t size() const { return listening_.listeners.size(); }
  // Appends the lines of the listeners from `begin` up to `end`.
  void Append(size_t begin, size_t end, std::string* out) const;

 private:
  void AppendListener(size_t listener, ArtistRecommender* recommender, std::string* out) const;
  void AppendPopular(size_t listener, std::string* out) const;

  const Listening& listening_;
  const TasteModel& model_;
  const bool shows_taste_;
  const std::vector<uint32_t> popular_;
};

class RecommendedSongLines {
 public:
  RecommendedSongLines(const Listening& listening, const TasteModel& model, bool shows_taste);

  size_t size() const { return listening_.listeners.size(); }
  void Append(size_t begin, size_t end, std::string* out) const;

 private:
  void AppendListener(size_t listener, ArtistRecommender* artists, SongRecommender* songs, std::string* out) const;
  void AppendNew(size_t listener, size_t place, const RecommendedSong& song, std::string* out) const;
  void AppendMoreBy(size_t listener, size_t place, const RecommendedSong& song, std::string* out) const;
  void AppendPopular(size_t listener, std::string* out) const;

  const Listening& listening_;
  const TasteModel& model_;
  const bool shows_taste_;
  const SongCharts charts_;
  const std::vector<uint32_t> popular_;
};

}  // namespace earshot
