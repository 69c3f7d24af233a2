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
#include "stores/stored_table.h"

namespace earshot {

// Which plays they are, as marks of loads have it (ContentId). It is found out when it is first asked for, as the whole
// file is read for it; a file that has changed since its stamp was taken is an error.
class PlaysId {
 public:
  PlaysId() = default;
  explicit PlaysId(PlaysFile plays) : plays_(std::move(plays)) {}

  StatusOr<std::string> Get();
  StatusOr<bool> Is(const std::string& id);

 private:
  PlaysFile plays_;
  std::string id_;
};

// Those of the files that tables are made of.
struct SourceIds {
  explicit SourceIds(const SourceFiles& files) {
    for (const Dataset* dataset : AllDatasets()) of[*dataset] = PlaysId(files.of[*dataset]);
  }

  PlaysId& Of(const Table& table) { return of[*table.question.of]; }

  PerDataset<PlaysId> of;
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

// A table that a load makes right.
struct TableBefore {
  // "fans", or where it is built beside the one that answers, its own name.
  const std::string& mark_name() const { return replaces.has_value() ? table.name : table.question.name; }

  Table table;  // as the store has it, or is to have it
  std::optional<LoadMark> mark;
  HeldRows rows = HeldRows::kInStore;
  std::optional<StoredTable> replaces;  // the one that answers meanwhile, which was made before the question changed
};

struct StateBefore {
  SourceFiles last_plays;           // of which kLastPlays speaks
  std::vector<TableBefore> tables;  // in the order in which they were given
  WriteTime last_write_time;        // of all loads that the store knows, also of other tables
  // Of these questions.
  std::vector<Remainder> remainders;
  // Questions of these whose marks cannot be read: their tables are taken for ones without a mark.
  std::vector<std::string> damaged_marks;

  // Whether all tables answer, and have been loaded from these plays.
  bool AllAreTheSame() const;
};

// `questions` are the questions' tables, `files` those that are to be loaded, and `ids` are theirs.
StatusOr<StateBefore> FindHeldRows(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                                   SourceIds* ids, Trust trust);

}  // namespace earshot
