// What is known of the rows that tables hold, before they are loaded and without reading them: what their marks
// (stores/load_mark.h) say, and the plays that they were last loaded with (load/last_plays.h).
//
// Plain data, and a function that reads on the caller's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/store.h"

namespace earshot {

// Which plays they are, as marks of loads have it (ContentId). It is found out when it is first asked for, as the whole
// file is read for it; a file that has changed since its stamp was taken is an error.
class PlaysId {
 public:
  explicit PlaysId(PlaysFile plays) : plays_(std::move(plays)) {}

  StatusOr<std::string> Get();
  StatusOr<bool> Is(const std::string& id);

 private:
  const PlaysFile plays_;
  std::string id_;
};

// Whether what the marks say is believed.
enum class Trust {
  kMarks,    // other programs may have changed the tables since, which verification finds
  kNothing,  // all rows are read
};

// Where the rows come from that a table holds.
enum class HeldRows {
  kNone,       // there is no such table
  kTheSame,    // they are those of the plays that are to be loaded
  kLastPlays,  // they are those of the plays that it was last loaded with
  kInStore,    // it has to be read
};

// The rows that a table holds.
struct Held {
  HeldRows where = HeldRows::kInStore;
  const SortedRows* last = nullptr;  // with kTheSame and kLastPlays: the rows, sorted
};

// Those in `range`; null where there is no such table.
StatusOr<std::unique_ptr<RowCursor>> OpenHeld(Store& store, const Table& table, const Held& held,
                                              const KeyRange& range);

struct TableBefore {
  std::optional<LoadMark> mark;
  HeldRows rows = HeldRows::kInStore;
};

struct StateBefore {
  PlaysFile last_plays;             // of which kLastPlays speaks
  std::vector<TableBefore> tables;  // in the order in which they were given
  WriteTime last_write_time;        // of all loads that the store knows, also of other tables
  // Tables of these whose marks cannot be read: they are taken for tables without one.
  std::vector<std::string> damaged_marks;

  bool AllAreTheSame() const;
};

// `plays` are those that are to be loaded, and `id` is theirs.
StatusOr<StateBefore> FindHeldRows(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, PlaysId* id,
                                   Trust trust);

}  // namespace earshot
