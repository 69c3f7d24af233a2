// Which table answers a question, and whether its rows are an answer: not while its first load has not finished, and
// not where they are of the question before or after a change, unless that makes no difference to what is asked.
//
// Pure function on a store; as its reader for threads.
#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/table_reader.h"

namespace earshot {

struct AskedTable {
  Table table;  // as the store has it; its `given` and `answer` are positions in its own columns
  std::optional<LoadMark> mark;
  // Where another load is changing the table, or was stopped, and where it is known to differ from its plays; else
  // empty.
  std::string warning;
};

// A transient error where the table's first load has not finished (load_unfinished), or has not made it yet
// (being_loaded), or it is of the question before it was changed (question_changed). Where it is of the question after
// that, the error is one of input (question_outdated).
StatusOr<AskedTable> FindAskedTable(TableReader& store, const Table& question);

// The same, for all columns of the table: it has to be made of the very question.
StatusOr<AskedTable> FindWholeTable(TableReader& store, const Table& question);

// Whether another table answers by now, so that what went wrong with this one says nothing.
bool IsReplaced(TableReader& store, const AskedTable& asked);

}  // namespace earshot
