// Judges one event file by what became of its rows: whether it is a broken export, that must not pass for a quiet day.
//
// Plain counting; one thread at a time.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/decode_result.h"
#include "events/split/chunk.h"
#include "plays/consolidate.h"
#include "plays/filled_columns.h"
#include "plays/play_sample.h"

namespace earshot {

// Whether rejects are more than `share_max` of all bytes because they are long: more than two other rows each, as where
// many rows were joined into one.
bool RejectsTooLong(uint64_t rejects, uint64_t rejected_bytes, uint64_t events, uint64_t bytes, double share_max);

class FileJudge {
 public:
  // The largest share of a file's rows, or of its bytes, that may be rejected, where --rejects-max allows no larger
  // one.
  static constexpr double kRejectedShareMax = 0.5;

  explicit FileJudge(size_t sampled_plays_max) : sample_(sampled_plays_max) {}

  void Start(const EventFile& file);
  // `plays` are the lines of the chunk's plays. Call it before the rejects are taken out of `result`.
  void Add(const Chunk& chunk, std::string_view plays, const PlaySample& sample, const DecodeResult& result);

  const std::string& path() const { return path_; }
  bool has_events() const { return events_ > 0; }
  bool has_plays() const { return plays_ + suppressed_ > 0; }
  uint64_t plays() const { return plays_; }
  bool lacks_line_end() const { return lacks_line_end_; }
  // At the end of the file. The same for two files that hold the same plays, even if they are written in other
  // dialects.
  PlaySample TakeSample();
  bool has_same_ends() const { return plays_ > 1 && first_play_ == last_play_; }
  // Events whose page says that a song was played.
  uint64_t songs_without_artist() const { return songs_without_artist_; }
  const PlayColumnSet& filled_columns() const { return filled_columns_.columns(); }
  // Columns without a value in any play, of a file with plays enough to say so; others may have lost them.
  PlayColumnSet empty_columns() const;
  uint64_t bytes() const { return bytes_; }
  uint64_t rejected_bytes() const { return rejected_bytes_; }

  // What is wrong with the file as a whole, as the end of a sentence that its path starts; nothing where it is good.
  std::optional<std::string> Fault(const RowLimit& max) const;

 private:
  bool is_json() const { return dialect_.format == EventFormat::kJson; }
  std::optional<std::string> RejectsFault(const RowLimit& max) const;
  std::optional<std::string> ConflictsFault() const;
  std::string Advice() const;
  std::bitset<kEventColumnsMax> SeenKeys() const;
  std::string MissingKeys(bool holds_plays) const;

  std::string path_;
  Dialect dialect_;
  EventColumns columns_;
  uint64_t events_ = 0;
  uint64_t plays_ = 0;
  uint64_t suppressed_ = 0;
  uint64_t without_artist_ = 0;
  uint64_t songs_without_artist_ = 0;
  size_t first_play_ = 0;
  size_t last_play_ = 0;
  uint64_t rejects_ = 0;
  uint64_t bytes_ = 0;
  uint64_t rejected_bytes_ = 0;
  std::string first_reject_;
  uint64_t wrapped_rows_ = 0;    // rejects that have too few fields because they are in one more pair of quotes
  uint64_t joined_objects_ = 0;  // rejects with several objects on one line
  bool lacks_line_end_ = false;
  bool last_row_rejected_ = false;  // where it has no line end
  FilledColumns filled_columns_;
  PlaySample sample_;
  NamesSeen names_seen_;
  OtherKeys other_keys_;
};

}  // namespace earshot
