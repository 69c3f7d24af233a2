#include "plays/taste_datasets.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

namespace earshot {
namespace {

struct Column {
  std::string_view name;
  ColumnType type = ColumnType::kText;
  ColumnValues values = {};
  bool names_listeners = false;
};

// After those of plays and events.
constexpr size_t kFirstPosition = 2;

// The first `key_size` columns identify a record. `place` is the one in the list of all.
Dataset Made(size_t place, std::string_view name, std::string_view record, std::string_view none_because,
             size_t key_size, std::initializer_list<Column> columns) {
  Dataset dataset;
  dataset.name = name;
  dataset.record = record;
  dataset.none_because = none_because;
  dataset.file_kind = fmt::format("a file of {}", name);
  dataset.may_lack_values = true;
  dataset.is_computed = true;
  dataset.position = kFirstPosition + place;
  for (const Column& column : columns) {
    const std::string column_name(column.name);
    dataset.header.push_back(column_name);
    dataset.columns.push_back({column_name, column_name, column.type, column.values, column.names_listeners});
  }
  for (size_t i = 0; i < key_size; ++i) dataset.natural_key.push_back(i);
  return dataset;
}

constexpr Column ListenerColumn(std::string_view name, ColumnType type = ColumnType::kBigint) {
  return {.name = name, .type = type, .values = {}, .names_listeners = true};
}

constexpr std::string_view kOnlyWithPlays = "only listeners who have plays are recommended something";

constexpr Column kUserId = ListenerColumn("user_id");
constexpr Column kArtist = {"artist"};
constexpr Column kSong = {"song"};
constexpr Column kPlace = {"place", ColumnType::kInt, {.count = ValueCount::kThousands}};
constexpr Column kScore = {"score", ColumnType::kDouble};
constexpr Column kLikeness = {"likeness", ColumnType::kDouble};
constexpr Column kReason = {"reason"};

}  // namespace

const Dataset& RecommendedArtists() {
  static const Dataset dataset = Made(0, "recommended_artists", "recommendation", kOnlyWithPlays, 2,
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
  static const Dataset dataset = Made(1, "recommended_songs", "recommendation", kOnlyWithPlays, 2,
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
  static const Dataset dataset =
      Made(2, "similar_artists", "similar artist",
           "artists with fewer than 5 listeners are left out, and pairs with fewer than 3 in common", 2,
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
  static const Dataset dataset =
      Made(3, "similar_songs", "similar song",
           "songs with fewer than 5 listeners are left out, and pairs with fewer than 3 in common", 3,
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
  static const Dataset dataset =
      Made(4, "listens_alike", "listener pair",
           "only listeners who have agreed to be named, and share artists with others who have, are among them", 2,
           {kUserId,
            kPlace,
            ListenerColumn("other_user_id"),
            kLikeness,
            {"shared_artists", ColumnType::kBigint},
            {"shared_1"},
            {"shared_2"},
            {"shared_3"},
            kReason});
  return dataset;
}

const Dataset& Audience() {
  static const Dataset dataset = Made(5, "audience", "audience member",
                                      "audiences of fewer than 25 listeners are left out, and so are those of artists "
                                      "who are not among the 1,000 with most",
                                      5,
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
  static const Dataset dataset = Made(
      6, "playlist", "playlist song",
      "only groups whose members have all agreed to be named have one, with their user_ids in order, as in 10+26+80", 2,
      {ListenerColumn("playlist", ColumnType::kText),
       kPlace,
       kArtist,
       kSong,
       ListenerColumn("for_user_id"),
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
