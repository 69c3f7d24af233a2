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

// What a column's values are.
enum class ColumnOrigin {
  kRecord,   // a column's of the dataset
  kMeasure,  // one of the question's measures
  kBucket,   // which of the partitions of its answer a row is in, from 0
};

struct TableColumn {
  std::string name;  // "session_id"
  ColumnType type = ColumnType::kText;
  ColumnKind kind = ColumnKind::kRegular;
  bool descending = false;  // only a clustering column may be
  ColumnOrigin origin = ColumnOrigin::kRecord;
  size_t source = 0;  // the position in the dataset's columns, or in Question::measures
  std::string why;    // "given", "measure", "so that no two plays share a row", ...
};

// The records that count: those with one of these cells in a column.
struct RecordFilter {
  size_t source = 0;  // the position in the dataset's columns
  std::vector<std::string> cells;
};

// The column that spreads an answer over several partitions.
inline constexpr char kBucketColumn[] = "bucket";

struct Table {
  std::string name;
  Question question;
  // Partition key first, then clustering columns in key order, then regular columns: the order of a row's cells.
  std::vector<TableColumn> columns;
  size_t partition_size = 0;  // how many columns make the partition key
  size_t key_size = 0;        // how many columns make the whole primary key
  // Positions in `columns` of the question's `given` and of the bucket, in the order of `columns`.
  std::vector<size_t> given;
  std::vector<size_t> answer;  // positions in `columns` of the question's `answer`, in its order
  // With one_per a row represents several plays, and the last of them gives the values; without it, a row is a play,
  // and two different plays on one key are a conflict.
  bool one_row_per_play = true;
  std::vector<RecordFilter> only;  // all of them hold
  // Columns of the dataset without whose values a record has no row, as they are in its key; empty where no record
  // lacks a value.
  std::vector<size_t> needed;
  std::vector<size_t> bucket_of;  // columns of the dataset whose values choose a row's bucket; empty without buckets

  // Whether each record keeps a row as long as it is there: none is merged into another one's, or over a limit.
  bool has_row_for_each_record() const { return one_row_per_play && question.limit == 0; }
  // Whether rows are made of several records, and not of the last of them alone.
  bool has_measures() const { return !question.measures.empty(); }
};

// The columns of the dataset that the table's rows are made of, or chosen by.
DatasetColumnSet SourcesOf(const Table& table);

// Derives the table by the rules of docs/questions.md. A question that one partition cannot answer is refused with
// the reason.
StatusOr<Table> DeriveTable(const Question& question);

// Parses `text` and derives the table of each question in it.
StatusOr<std::vector<Table>> TablesFromToml(const std::string& text, const std::string& source);

}  // namespace earshot
