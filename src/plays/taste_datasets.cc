#include "plays/taste_datasets.h"

#include <initializer_list>
#include <string_view>

namespace earshot {
namespace {

struct Column {
  std::string_view name;
  ColumnType type = ColumnType::kText;
  ColumnValues values = {};
};

// The first `key_size` columns identify a record.
Dataset Made(std::string_view name, std::string_view record, size_t key_size, std::initializer_list<Column> columns) {
  Dataset dataset = {.name = std::string(name),
                     .record = std::string(record),
                     .columns = {},
                     .natural_key = {},
                     .may_lack_values = true};
  for (const Column& column : columns) {
    dataset.columns.push_back({std::string(column.name), std::string(column.name), column.type, column.values});
  }
  for (size_t i = 0; i < key_size; ++i) dataset.natural_key.push_back(i);
  return dataset;
}

constexpr Column kUserId = {"user_id", ColumnType::kBigint};
constexpr Column kArtist = {"artist"};
constexpr Column kSong = {"song"};
constexpr Column kPlace = {"place", ColumnType::kInt, {.count = ValueCount::kThousands}};
constexpr Column kScore = {"score", ColumnType::kDouble};
constexpr Column kLikeness = {"likeness", ColumnType::kDouble};
constexpr Column kReason = {"reason"};

}  // namespace

const Dataset& RecommendedArtists() {
  static const Dataset dataset = Made("recommended_artists", "recommendation", 2,
                                      {kUserId,
                                       kPlace,
                                       kArtist,
                                       kScore,
                                       {"because"},
                                       {"because_plays", ColumnType::kBigint},
                                       {"because_share", ColumnType::kDouble},
                                       {"because_2"},
                                       {"share_2", ColumnType::kDouble},
                                       kReason});
  return dataset;
}

const Dataset& RecommendedSongs() {
  static const Dataset dataset = Made("recommended_songs", "recommendation", 2,
                                      {kUserId,
                                       kPlace,
                                       kArtist,
                                       kSong,
                                       kScore,
                                       {"kind", ColumnType::kText, kFewValues},
                                       {"because"},
                                       {"because_plays", ColumnType::kBigint},
                                       {"because_share", ColumnType::kDouble},
                                       kReason});
  return dataset;
}

const Dataset& SimilarArtists() {
  static const Dataset dataset = Made("similar_artists", "similar artist", 2,
                                      {kArtist,
                                       kPlace,
                                       {"similar"},
                                       kLikeness,
                                       {"weight", ColumnType::kDouble},
                                       {"listeners_both", ColumnType::kBigint},
                                       {"listeners_similar", ColumnType::kBigint},
                                       kReason});
  return dataset;
}

const Dataset& SimilarSongs() {
  static const Dataset dataset = Made("similar_songs", "similar song", 3,
                                      {kArtist,
                                       kSong,
                                       kPlace,
                                       {"similar_artist"},
                                       {"similar_song"},
                                       kLikeness,
                                       {"listeners_both", ColumnType::kBigint},
                                       {"listeners_similar", ColumnType::kBigint},
                                       kReason});
  return dataset;
}

const Dataset& ListensAlike() {
  static const Dataset dataset = Made("listens_alike", "pair of listeners", 2,
                                      {kUserId,
                                       kPlace,
                                       {"other_user_id", ColumnType::kBigint},
                                       kLikeness,
                                       {"shared_artists", ColumnType::kBigint},
                                       {"shared_1"},
                                       {"shared_2"},
                                       {"shared_3"},
                                       kReason});
  return dataset;
}

const Dataset& Audience() {
  static const Dataset dataset = Made("audience", "listener of an audience", 5,
                                      {kArtist,
                                       {"level", ColumnType::kText, kFewValues},
                                       {"gender", ColumnType::kText, kFewValues},
                                       {"region", ColumnType::kText, {.count = ValueCount::kThousands}},
                                       kPlace,
                                       kUserId,
                                       kScore,
                                       {"heard", ColumnType::kText, kFewValues},
                                       {"because"},
                                       kReason});
  return dataset;
}

const Dataset& Playlist() {
  static const Dataset dataset = Made("playlist", "song of a playlist", 2,
                                      {{"playlist"},
                                       kPlace,
                                       kArtist,
                                       kSong,
                                       {"for_user_id", ColumnType::kBigint},
                                       {"because"},
                                       {"share", ColumnType::kDouble},
                                       kReason});
  return dataset;
}

const std::vector<const Dataset*>& TasteDatasets() {
  static const std::vector<const Dataset*> datasets = {
      &RecommendedArtists(), &RecommendedSongs(), &SimilarArtists(), &SimilarSongs(),
      &ListensAlike(),       &Audience(),         &Playlist()};
  return datasets;
}

}  // namespace earshot
