// Marks of loads: what a store knows of the load that filled each table, or has begun to, so that nobody takes an
// answer from a table that has never been filled.
//
// The marks are rows of a table of their own, earshot_loads, that is created, written and read as any other. A mark is
// written before its table is created or changed, and again when all its rows are there. Plain data and functions on a
// store; they keep the threads of the parts that they use.
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
  std::string table;
  LoadState state = LoadState::kComplete;
  std::string plays_file;
  // Of the last load that was completed, as all up to the digest. Of which plays the table holds exactly the rows
  // (ContentId), and what it was made as: see SchemaOf. Empty where the table holds other rows besides.
  std::string plays_id;
  std::string schema;
  uint64_t plays = 0;  // of which the rows are, other rows besides included: fewer are a loss
  uint64_t rows = 0;
  DroppedCounts dropped;
  std::string digest;    // of the rows
  WriteTime write_time;  // that the rows have in a store that keeps it, to the microsecond
  LoadOwner owner;
  WriteTime marked_at;  // when it came into this state
};

// Times that follow that of a load's rows: of the mark that completes it, of the mark that what it says was found
// wrong, of the removal of its mark, and of the rows of the next load. Servers take the later of two writes, and a
// removal where both are of the same time.
inline constexpr std::chrono::microseconds kCompletedAfter{1};
inline constexpr std::chrono::microseconds kFoundWrongAfter{2};
inline constexpr std::chrono::microseconds kRemovedAfter{3};
inline constexpr std::chrono::microseconds kNextLoadAfter{4};

// "first load", "load", "complete"
const char* NameOf(LoadState state);

// "by process 123 on host db1 since 2018-11-30 03:00:01 UTC", for a complete one "... from ... to ...".
std::string DescribeLoad(const LoadMark& mark);

// All that rows depend on besides the plays: "plays: session_id bigint partition <- session_id, ...". Where it is the
// same, the same plays make the same rows.
std::string SchemaOf(const Table& table);

// The table of the marks.
const Table& LoadMarksTable();

// The mark of `table`; none where the store has none, as of a table that another program has made. One that cannot be
// read is an error (ErrorCode::kMarkDamaged).
StatusOr<std::optional<LoadMark>> ReadLoadMark(TableReader& store, const std::string& table);

struct MarkedTable {
  std::string table;
  std::optional<LoadMark> mark;  // none where it is damaged
};

// The marks of all tables.
StatusOr<std::vector<MarkedTable>> ReadLoadMarks(TableReader& store);

// `time` is later than that of any write of the mark before.
Status WriteLoadMark(TableSink& store, const LoadMark& mark, WriteTime time);

// Removes the mark of a table that is dropped, and the table of the marks with the last one.
Status RemoveLoadMark(Store& store, const std::string& table);

}  // namespace earshot
