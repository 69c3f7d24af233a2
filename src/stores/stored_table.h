// Which table of a store has a question's rows, and which question they are of: the one that is asked, or the same one
// before it was changed.
//
// A table has rows of one question only, as long as it is there. A question's first table has the question's name. One
// that is made after a change is built beside it under another name, until the question's mark (stores/load_mark.h)
// says that it answers. A table without a mark, as of another program, has the question's name.
//
// Plain data and functions on a store; as its reader for threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/table_reader.h"

namespace earshot {

// A table as the store has it.
struct StoredTable {
  Table table;                   // its name in the store, and the question that its rows are of
  std::optional<LoadMark> mark;  // none for a table of another program
  bool is_of_question = true;    // that was looked for, as it is now: the same plays make the same rows
  bool has_damaged_mark = false;
};

// The name in a store of a table that is made for a changed question: "earshot_", as much of the question's name as
// there is room for, and a digest of what the rows are made as. No question has such a name.
std::string NameBesideOf(const Table& table);

// The table as the store has it that is built for a changed question.
Table TableBeside(const Table& question);

// The table that `mark` is of, as the question says that is in the mark. One that makes no sense is an error
// (mark_damaged).
StatusOr<Table> TableOfMark(const LoadMark& mark);

// The mark among `marks` that has this name, if it can be read.
std::optional<LoadMark> MarkIn(const std::vector<NamedMark>& marks, const std::string& name);

// The table that was replaced by that of `mark`, where it may still be there.
StatusOr<std::optional<Table>> ReplacedTableOf(const LoadMark& mark);

// The table that answers `question`, or whose first load would; whether it is there is not looked at, unless the store
// has no mark. A mark that cannot be read is an error (mark_damaged).
StatusOr<StoredTable> FindStored(TableReader& store, const Table& question);

// The same where all marks of the store have been read. One that cannot be read is taken for none.
StatusOr<StoredTable> FindStoredIn(const std::vector<NamedMark>& marks, TableReader& store, const Table& question);

// The error where `stored` is not of the question as it is now: a transient one where that has changed since
// (question_changed), or one of input where it has been changed into another one (question_outdated).
Status NotOfQuestion(TableReader& store, const Table& question, const StoredTable& stored);

// The tables of questions that are not among `questions`.
std::vector<StoredTable> StoredForOthers(const std::vector<NamedMark>& marks, const std::vector<Table>& questions);

enum class RemainderKind {
  kBeside,      // it was built, or begun, and its mark has its name; it may answer by now
  kReplaced,    // it has answered before another one did, whose mark names it
  kUnfinished,  // the first load of the question before it changed has not finished
};

// What a store has of a question from changes, and is not needed any more.
struct Remainder {
  Table table;
  RemainderKind kind = RemainderKind::kBeside;
};

// The tables that were built or replaced, of all questions with marks among `marks`, which are all of a store. Marks
// that make no sense are passed over.
std::vector<Remainder> RemaindersIn(const std::vector<NamedMark>& marks);

}  // namespace earshot
