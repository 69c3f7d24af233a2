// Makes a store's tables hold exactly the rows of a consolidated file, or of a file of events: merges what they should
// hold with what they hold, and writes the difference.
//
// Loading is idempotent: a second load of the same file writes nothing. It stops at the first error that trying
// again cannot repair, and says which table and key it was. Writes on the caller's thread; others read the plays, and
// one sorts ahead.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/row_limit.h"
#include "base/status.h"
#include "load/held_rows.h"
#include "load/sorted_source.h"
#include "load/table_load.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

struct LoadOptions {
  SortOptions sort;
  Trust trust = Trust::kMarks;  // in what the marks of earlier loads say
  // Verify all tables, or what was written to them, once they are loaded, against the same sorted rows: what `Verify`
  // does, without reading and sorting the file once more. Where they then differ from what the marks said, they are
  // loaded without trust.
  VerifyScope verify = VerifyScope::kNothing;
  // Where more plays are gone, no table loses a row (load/removals.h).
  RowLimit removals_max;
  // Called for every conflict, on the caller's thread; may be empty.
  std::function<Status(const Table&, const Conflict&)> on_conflict;
};

// A question that had changed since its table was made.
struct QuestionSwitch {
  std::string question;
  std::string keys;      // of it that have changed: "limit, answer"
  uint64_t rows = 0;     // of the new table, which was built beside the old one
  bool is_done = false;  // it answers now, and the old one is dropped; else the old one goes on answering
};

struct LoadReport {
  std::vector<TableLoad> tables;
  std::vector<QuestionSwitch> switches;
  bool nothing_to_do = false;              // all tables had been loaded from these plays; no row was read
  bool marks_were_wrong = false;           // another program has changed the tables, as verification found
  std::vector<std::string> damaged_marks;  // tables whose marks could not be read, and were replaced
  std::chrono::seconds late_by{0};         // how far this host's clock is behind the write time of the rows
  WriteTime write_time;                    // of the rows
  // The write time of another program's rows, which first were in the way of these, if so.
  std::optional<WriteTime> outdone;
  // Tables that differ all the same, though they were read and written as verification found them.
  std::vector<std::string> still_different;
};

// Creates the tables where they do not exist; where a question has changed, its new one takes the place of the old one
// once it is verified (load/changed_questions.h). Before that and at the end the load is marked in the store
// (stores/load_mark.h). The plays are kept for the next load (load/last_plays.h).
StatusOr<LoadReport> Load(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                          const LoadOptions& options);

}  // namespace earshot
