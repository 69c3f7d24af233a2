// Marks of loads: what a store knows of the load that filled each table, or has begun to, so that nobody takes an
// answer from a table that has never been filled, or that was made for another question.
//
// The marks are rows of a table of their own, earshot_loads, that is created, written and read as any other. A mark is
// written before its table is created or changed, and again when all its rows are there. The mark that has a question's
// name says which table answers it (stores/stored_table.h); so one write changes that. A table that is being built
// beside it has a mark by its own name.
//
// Plain data and functions on a store; they keep the threads of the parts that they use.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/distinct_rows.h"
#include "stores/load_lease.h"
#include "stores/store.h"

namespace earshot {

enum class LoadState {
  kFirstLoad,  // the table is being filled for the first time, or that was stopped: no answer is right
  kLoad,       // another load is changing it, or was stopped: answers may be those of before
  kComplete,
};

struct LoadMark {
  std::string name;  // a question's, or that of a table that is not the one that answers
  LoadState state = LoadState::kComplete;
  std::string plays_file;  // or the file of events, where the table is of those, as all that is said of plays here
  std::string table;       // that has the rows
  std::string question;    // that they are of: QuestionText
  std::string schema;      // what they are made as: see SchemaOf
  // The question before it was changed, and the table of its rows, for as long as that may be there; else empty.
  std::string replaced_question;
  std::string replaced_table;
  // Of the last load that was completed, as all up to the digest. Of which plays the table holds exactly the rows
  // (ContentId); empty where it holds other rows besides.
  std::string plays_id;
  uint64_t plays = 0;  // of which the rows are, other rows besides included: fewer are a loss
  uint64_t rows = 0;
  uint64_t left_out = 0;  // events that have no row, as they lack a value; not of `plays`
  DroppedCounts dropped;
  std::string digest;    // of the rows
  WriteTime write_time;  // that the rows have in a store that keeps it, to the microsecond
  LoadOwner owner;
  WriteTime marked_at;  // when it came into this state
};

// Times that follow that of a load's rows: of the mark that completes it, of the mark that what it says was found
// wrong, of the mark that the table is dropped that it replaced, of the removal of its mark, and of the rows of the
// next load. Servers take the later of two writes, and a removal where both are of the same time.
inline constexpr std::chrono::microseconds kCompletedAfter{1};
inline constexpr std::chrono::microseconds kFoundWrongAfter{2};
inline constexpr std::chrono::microseconds kReplacedDroppedAfter{3};
inline constexpr std::chrono::microseconds kRemovedAfter{4};
inline constexpr std::chrono::microseconds kNextLoadAfter{5};

// Whether the last load left rows that its plays do not make, or a verification found the table wrong.
bool IsKnownToDiffer(const LoadMark& mark);

// "first load", "load", "complete", and "differs" where a complete one is known to.
const char* StateOf(const LoadMark& mark);

// "by process 123 on host db1 since 2018-11-30 03:00:01 UTC", for a complete one "... from ... to ...".
std::string DescribeLoad(const LoadMark& mark);

// All that rows depend on besides the plays: "plays: session_id bigint partition <- session_id, ...". Where it is the
// same, the same plays make the same rows.
std::string SchemaOf(const Table& table);

// The table of the marks.
const Table& LoadMarksTable();

// The mark called `name`; none where the store has none, as of a table that another program has made. One that cannot
// be read is an error (ErrorCode::kMarkDamaged).
StatusOr<std::optional<LoadMark>> ReadLoadMark(TableReader& store, const std::string& name);

struct NamedMark {
  std::string name;
  std::optional<LoadMark> mark;  // none where it is damaged
};

// All marks.
StatusOr<std::vector<NamedMark>> ReadLoadMarks(TableReader& store);

// `time` is later than that of any write of the mark before.
Status WriteLoadMark(TableSink& store, const LoadMark& mark, WriteTime time);

// Removes the mark of a table that is dropped or answers now, and the table of the marks with the last one.
Status RemoveLoadMark(Store& store, const std::string& name);

}  // namespace earshot
