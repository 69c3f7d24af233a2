// The plays of a consolidated file one after the other, by listener, artist and song, in bounded memory.
//
// Sorts once (load/sorted_source.h), on other threads; each reading is a pass over the sorted rows. An object belongs
// to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/status.h"
#include "load/sorted_source.h"
#include "plays/record.h"
#include "questions/table.h"
#include "rows/order.h"

namespace earshot {

// The views are valid until the next one.
struct ListenedPlay {
  int64_t user_id = 0;
  std::string_view artist;
  std::string_view song;
  int64_t when = 0;  // the day, or where the file has none, the session's id
  std::string_view level;
  std::string_view gender;
  std::string_view region;
  Origin origin;
};

class PlayStream {
 public:
  // Sorts; the file must stay as it is meanwhile.
  static StatusOr<std::unique_ptr<PlayStream>> Sort(const PlaysFile& plays, const SortOptions& options);

  // Whether the file has no days.
  bool is_by_session() const { return is_by_session_; }

  // A play that the file has more than once comes once: as its last row has it.
  using Use = std::function<void(const ListenedPlay&)>;
  Status ForEach(const Use& use);

 private:
  PlayStream(const PlaysFile& plays, const SortOptions& options, bool is_by_session);
  Status ForEachOf(const SortedRows& rows, const Use& use) const;
  ListenedPlay PlayOf(const SortedRow& row) const;

  const bool is_by_session_;
  const Table table_;
  const KeyOrder order_;
  SortedSource source_;
};

}  // namespace earshot
