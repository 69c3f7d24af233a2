// Makes some tables hold the rows of the plays: the load of one table after the other (load/table_load.h), with their
// marks, in one change of the store where that can be.
//
// Belongs to one thread; everything it is given must outlive it. The lease of the tables is held.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "load/held_rows.h"
#include "load/load.h"
#include "load/mark_writer.h"
#include "load/sorted_source.h"
#include "load/table_load.h"
#include "stores/store.h"

namespace earshot {

// What the loads of some tables have in common.
struct LoadWork {
  Store& store;
  const SourceFiles& files;
  const SourceFiles& last_files;
  const LoadOptions& options;
  MarkWriter& marks;
};

class Loader {
 public:
  // Called once all tables are as they are to be, as part of the same changes. `may_remove` is false where a table
  // would lose too many rows, and has kept them.
  using AtTheEnd = std::function<Status(bool may_remove)>;

  // `at_the_end` may be empty.
  Loader(const LoadWork& work, const std::vector<TableBefore>& tables, AtTheEnd at_the_end);

  // One for each table, in their order.
  StatusOr<std::vector<TableLoad>> Run();

  // Once it has run: all tables had been loaded from these plays.
  bool nothing_to_do() const { return nothing_to_do_; }

 private:
  // A table, what was known of it, and what has become of it.
  struct LoadedTable {
    explicit LoadedTable(TableBefore was) : before(std::move(was)) {}

    // A table that another program has filled has no mark.
    LoadState StateMeanwhile() const {
      const bool answers = !before.mark.has_value() || before.mark->state != LoadState::kFirstLoad;
      return before.rows != HeldRows::kNone && answers ? LoadState::kLoad : LoadState::kFirstLoad;
    }

    TableBefore before;
    bool is_written = false;
    WrittenRows written;
  };

  bool AllAreTheSame() const;
  Status TakeMarks();
  Status Change(SortedSource& source);
  Status CheckMayAppearLater() const;
  Status CheckMarks();
  Status Mark(LoadState state);
  Status MarkComplete(const LoadedTable& table);
  LoadedTable& Find(const Table& table);
  TableTarget TargetOf(const LoadedTable& table);
  static WantedTable WantedOf(const LoadedTable& table);
  Status WriteAll(SortedSource& source);
  Status WriteOne(LoadedTable* table, const SortedRows& rows, const SortedRows* last);
  bool FindLosses();
  Status RemoveAll(SortedSource& source);
  std::string LoadedSoFar() const;
  std::string SaidOf(std::string tables) const;
  Status Verify(SortedSource& source);

  const LoadWork work_;
  const AtTheEnd at_the_end_;
  std::vector<LoadedTable> tables_;
  bool nothing_to_do_ = false;
  bool appear_at_once_ = false;  // the changes
  bool appear_later_ = false;
  bool may_remove_ = true;
};

// Whether a table differs from its plays, though nothing was left out on purpose.
bool IsDifferent(const TableLoad& load);

// An error where the mark called `name` is not that of `before` any more. On a file system without locks a lease keeps
// nobody away, but no other load can begin its changes from then on.
Status CheckSameMark(Store& store, const std::string& name, const std::optional<LoadMark>& before);

}  // namespace earshot
