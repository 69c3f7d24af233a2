// The table that a question becomes: which columns, of which type, in which key, and why.
//
// Plain data, made once by DeriveTable and constant afterwards; safe to share between threads.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/question.h"

namespace earshot {

enum class ColumnKind { kPartition, kClustering, kRegular };

struct TableColumn {
  std::string name;  // "session_id"
  ColumnType type = ColumnType::kText;
  ColumnKind kind = ColumnKind::kRegular;
  bool descending = false;  // only a clustering column may be
  size_t source = 0;        // the position of its column in the dataset
  std::string why;          // "given", "orders the answer", "so that no two plays share a row", ...
};

struct Table {
  std::string name;
  Question question;
  // Partition key first, then clustering columns in key order, then regular columns: the order of a row's cells.
  std::vector<TableColumn> columns;
  size_t partition_size = 0;   // how many columns make the partition key
  size_t key_size = 0;         // how many columns make the whole primary key
  std::vector<size_t> given;   // positions in `columns` of the question's `given`, in the order of `columns`
  std::vector<size_t> answer;  // positions in `columns` of the question's `answer`, in its order
  // With one_per a row represents several plays, and the last of them gives the values; without it, a row is a play,
  // and two different plays on one key are a conflict.
  bool one_row_per_play = true;
};

// Derives the table by the rules of docs/questions.md. A question that one partition cannot answer is refused with
// the reason.
StatusOr<Table> DeriveTable(const Question& question);

// Parses `text` and derives the table of each question in it.
StatusOr<std::vector<Table>> TablesFromToml(const std::string& text, const std::string& source);

}  // namespace earshot
