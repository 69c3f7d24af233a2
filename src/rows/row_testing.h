// For tests: tables of the built-in questions, plays with only the fields that matter spelled out, and their rows.
// Functions without state; a PlaySorter is for one thread.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "plays/play.h"
#include "plays/play_records.h"
#include "questions/table.h"
#include "rows/row_encoder.h"
#include "rows/sorted_rows.h"

namespace earshot {

inline Table BuiltinTable(std::string_view name) {
  const std::vector<Table> tables = TablesFromToml(kBuiltinQuestions, "built-in").value();
  for (const Table& table : tables) {
    if (table.name == name) return table;
  }
  return {};
}

inline Table TableOfQuestion(const std::string& toml) { return TablesFromToml(toml, "test").value().front(); }

struct PlayFields {
  std::string_view session_id = "1";
  std::string_view item = "0";
  std::string_view user_id = "10";
  std::string_view artist = "Artist";
  std::string_view song = "Song";
  std::string_view first_name = "Ann";
  std::string_view length = "200.5";
  uint64_t line = 2;
};

// The play's views point to what the fields' views point to.
inline Play PlayOf(const PlayFields& fields) {
  return {{fields.artist, fields.first_name, "F", fields.item, "Lee", fields.length, "free", "Here, ST",
           fields.session_id, fields.song, fields.user_id},
          fields.line,
          "1541121934796",
          "2018-11-02"};
}

// Plays of which each value is right.
class PlayEncoder {
 public:
  const Record& Encode(const Play& play) {
    const Record* record = nullptr;
    const Status status = records_.Decode(play, &record);
    if (!status.ok()) throw std::invalid_argument(MessageOf(status));
    return *record;
  }

 private:
  PlayRecords records_{DatasetColumnSet().set()};
};

inline std::string RowOf(const Table& table, const Play& play) {
  PlayEncoder encoder;
  std::string row;
  AppendRow(table, encoder.Encode(play), &row);
  return row;
}

// Sorts plays' rows, a few plays at a time.
class PlaySorter {
 public:
  PlaySorter(const Table& table, const RowOrder& order, size_t memory_bytes)
      : rows_(table, order), sorter_(memory_bytes) {}

  Status Add(const Play& play) {
    RETURN_IF_ERROR(rows_.Add(plays_.Encode(play), &block_));
    return ++plays_added_ % kPlaysOfABlock == 0 ? AddBlock() : absl::OkStatus();
  }
  StatusOr<std::unique_ptr<SortedRows>> Finish() {
    RETURN_IF_ERROR(AddBlock());
    return sorter_.Finish();
  }

 private:
  static constexpr size_t kPlaysOfABlock = 3;

  Status AddBlock() {
    rows_.Finish(&block_);
    const Status added = sorter_.Add(block_);
    block_.Clear();
    return added;
  }

  PlayEncoder plays_;
  RowEncoder rows_;
  RowBlock block_;
  RowSorter sorter_;
  size_t plays_added_ = 0;
};

}  // namespace earshot
