#include "stores/stored_table.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "base/error_code.h"
#include "cql/names.h"
#include "questions/question_change.h"
#include "stores/own_table.h"

namespace earshot {
namespace {

constexpr size_t kDigestDigits = 12;
constexpr size_t kNamePartMax = kCqlNameBytesMax - kOwnNamePrefix.size() - 1 - kDigestDigits;

Status DamagedMark(const LoadMark& mark) {
  return WithCode(InputError("table earshot_loads: the mark of {} is damaged", mark.name), ErrorCode::kMarkDamaged);
}

// Anybody can have written it: a name that is not ours is nobody's to read or to drop.
std::optional<Table> TableFrom(const std::string& question, const std::string& name) {
  StatusOr<std::vector<Table>> tables = TablesFromToml(question, "mark");
  if (!tables.ok() || tables->size() != 1) return std::nullopt;
  Table table = std::move(tables->front());
  if (name != table.name && name != NameBesideOf(table)) return std::nullopt;
  table.name = name;
  return table;
}

// Where a mark was lost, its table may have been made after a change. What is wrong with a table says whoever reads it.
StatusOr<StoredTable> FindUnmarked(TableReader& store, const Table& question) {
  const StatusOr<bool> is_there = HasTable(store, question);
  if (!is_there.ok() || *is_there) return StoredTable{question, std::nullopt};
  const Table beside = TableBeside(question);
  ASSIGN_OR_RETURN(const bool is_beside, HasTable(store, beside));
  return StoredTable{is_beside ? beside : question, std::nullopt};
}

StatusOr<StoredTable> FindMarked(const Table& question, LoadMark mark) {
  StoredTable stored = {question, std::move(mark), /*is_of_question=*/true};
  stored.is_of_question = stored.mark->schema == SchemaOf(question);
  if (!stored.is_of_question) {
    ASSIGN_OR_RETURN(stored.table, TableOfMark(*stored.mark));
  } else if (stored.mark->table == question.name || stored.mark->table == NameBesideOf(question)) {
    stored.table.name = stored.mark->table;
  } else {
    return DamagedMark(*stored.mark);
  }
  return stored;
}

const NamedMark* FindMark(const std::vector<NamedMark>& marks, const std::string& name) {
  const auto found = std::find_if(marks.begin(), marks.end(), [&](const NamedMark& one) { return one.name == name; });
  return found == marks.end() ? nullptr : &*found;
}

// Whether the table of `mark` has taken the place of one that would answer `question`.
bool WasReplaced(const LoadMark& mark, const Table& question) {
  const StatusOr<std::vector<Table>> before = TablesFromToml(mark.replaced_question, "mark");
  return before.ok() && before->size() == 1 && SchemaOf(before->front()) == SchemaOf(question);
}

// Of the table that is built for the question as it is asked; nothing where none is.
std::string WhoBuilds(TableReader& store, const Table& question) {
  const StatusOr<std::optional<LoadMark>> mark = ReadLoadMark(store, NameBesideOf(question));
  if (!mark.ok() || !mark->has_value()) return "";
  return fmt::format(" (begun {})", Describe((*mark)->owner));
}

}  // namespace

std::string NameBesideOf(const Table& table) {
  const std::string made_as = table.question.name + '\0' + SchemaOf(table);
  const std::string digest = fmt::format("{:016x}", XXH3_64bits(made_as.data(), made_as.size()));
  return fmt::format("{}{}_{}", kOwnNamePrefix, table.question.name.substr(0, kNamePartMax),
                     digest.substr(0, kDigestDigits));
}

Table TableBeside(const Table& question) {
  Table table = question;
  table.name = NameBesideOf(question);
  return table;
}

StatusOr<Table> TableOfMark(const LoadMark& mark) {
  std::optional<Table> table = TableFrom(mark.question, mark.table);
  const bool is_named = table.has_value() && (mark.name == table->question.name || mark.name == NameBesideOf(*table));
  if (!is_named) return DamagedMark(mark);
  return *std::move(table);
}

StatusOr<std::optional<Table>> ReplacedTableOf(const LoadMark& mark) {
  if (mark.replaced_table.empty()) return std::nullopt;
  std::optional<Table> table = TableFrom(mark.replaced_question, mark.replaced_table);
  if (!table.has_value() || table->question.name != mark.name || table->name == mark.table) return DamagedMark(mark);
  return table;
}

StatusOr<StoredTable> FindStored(TableReader& store, const Table& question) {
  ASSIGN_OR_RETURN(std::optional<LoadMark> mark, ReadLoadMark(store, question.question.name));
  return mark.has_value() ? FindMarked(question, *std::move(mark)) : FindUnmarked(store, question);
}

StatusOr<StoredTable> FindStoredIn(const std::vector<NamedMark>& marks, TableReader& store, const Table& question) {
  const NamedMark* named = FindMark(marks, question.question.name);
  if (named != nullptr && named->mark.has_value()) {
    StatusOr<StoredTable> stored = FindMarked(question, *named->mark);
    if (CodeOf(stored.status()) != ErrorCode::kMarkDamaged) return stored;
  }
  ASSIGN_OR_RETURN(StoredTable stored, FindUnmarked(store, question));
  stored.has_damaged_mark = named != nullptr;
  return stored;
}

Status NotOfQuestion(TableReader& store, const Table& question, const StoredTable& stored) {
  const std::string keys = WhatHasChanged(stored.table.question, question.question);
  if (WasReplaced(*stored.mark, question)) {
    return WithCode(
        InputError("{} was changed ({}) by the load {}, so its table does not answer this question any more",
                   question.name, keys, DescribeLoad(*stored.mark)),
        ErrorCode::kQuestionOutdated);
  }
  return WithCode(TransientError("{} has changed ({}) since its table was loaded, {}, and its new table is not built "
                                 "yet{}",
                                 question.name, keys, DescribeLoad(*stored.mark), WhoBuilds(store, question)),
                  ErrorCode::kQuestionChanged);
}

std::optional<LoadMark> MarkIn(const std::vector<NamedMark>& marks, const std::string& name) {
  const NamedMark* named = FindMark(marks, name);
  return named == nullptr ? std::nullopt : named->mark;
}

std::vector<StoredTable> StoredForOthers(const std::vector<NamedMark>& marks, const std::vector<Table>& questions) {
  std::vector<StoredTable> others;
  for (const NamedMark& named : marks) {
    const auto is_of = [&](const Table& table) { return table.question.name == named.name; };
    if (!named.mark.has_value() || std::any_of(questions.begin(), questions.end(), is_of)) continue;
    StatusOr<Table> table = TableOfMark(*named.mark);
    if (table.ok() && table->question.name == named.name) others.push_back({*std::move(table), named.mark});
  }
  return others;
}

std::vector<Remainder> RemaindersIn(const std::vector<NamedMark>& marks) {
  std::vector<Remainder> remainders;
  for (const NamedMark& named : marks) {
    if (!named.mark.has_value()) continue;
    StatusOr<Table> table = TableOfMark(*named.mark);
    if (table.ok() && named.name != table->question.name) remainders.push_back({*std::move(table)});
    StatusOr<std::optional<Table>> replaced = ReplacedTableOf(*named.mark);
    if (replaced.ok() && replaced->has_value()) remainders.push_back({**std::move(replaced), RemainderKind::kReplaced});
  }
  return remainders;
}

}  // namespace earshot
