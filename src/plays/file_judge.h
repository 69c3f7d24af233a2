// Judges one event file by what became of its rows: whether it is a broken export, that must not pass for a quiet day.
//
// Plain counting; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/chunk.h"
#include "events/decode_result.h"
#include "plays/consolidate.h"

namespace earshot {

// Whether rejects are more than `share_max` of all bytes because they are long: more than two other rows each, as where
// many rows were joined into one.
bool RejectsTooLong(uint64_t rejects, uint64_t rejected_bytes, uint64_t events, uint64_t bytes, double share_max);

class FileJudge {
 public:
  // The largest share of a file's rows, or of its bytes, that may be rejected, where --rejects-max allows no larger
  // one.
  static constexpr double kRejectedShareMax = 0.5;

  void Start(const EventFile& file);
  // Call it before the rejects are taken out of `result`.
  void Add(const Chunk& chunk, const DecodeResult& result);

  const std::string& path() const { return path_; }
  bool has_events() const { return events_ > 0; }
  bool has_plays() const { return plays_ > 0; }
  uint64_t bytes() const { return bytes_; }
  uint64_t rejected_bytes() const { return rejected_bytes_; }

  // What is wrong with the file as a whole, as the end of a sentence that its path starts; nothing where it is good.
  std::optional<std::string> Fault(const RejectsMax& max) const;

 private:
  std::optional<std::string> RejectsFault(const RejectsMax& max) const;
  std::optional<std::string> KeysFault() const;
  std::string NearestKey(std::string_view column) const;

  std::string path_;
  bool is_json_ = false;
  EventColumns columns_;
  uint64_t events_ = 0;
  uint64_t plays_ = 0;
  uint64_t without_artist_ = 0;
  uint64_t songs_without_artist_ = 0;
  uint64_t rejects_ = 0;
  uint64_t bytes_ = 0;
  uint64_t rejected_bytes_ = 0;
  std::string first_reject_;
  NamesSeen names_seen_;
  OtherKeys other_keys_;
};

}  // namespace earshot
