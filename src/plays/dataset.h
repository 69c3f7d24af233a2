// A dataset: records that questions can be asked of, as named and typed columns, and the natural key that identifies a
// record: the plays, all events, and what is computed of the plays.
//
// Plain data, constant once made; safe to share between threads.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "cql/types.h"
#include "plays/column_values.h"

namespace earshot {

struct DatasetColumn {
  std::string name;         // "session_id", as tables and the command line have it
  std::string source_name;  // "sessionId", as its source calls it, for messages about the source
  ColumnType type = ColumnType::kText;
  ColumnValues values = {};
  bool names_listeners = false;  // a user_id; as text, several of them with + between them
};

// More columns than any dataset has.
inline constexpr size_t kDatasetColumnsMax = 32;
// By their positions.
using DatasetColumnSet = std::bitset<kDatasetColumnsMax>;

struct Dataset {
  std::string name;    // "plays"
  std::string record;  // what one record is called: "play"; with an s, what several are
  // Why there may be none of what is asked, in a sentence for who has asked; empty where nothing is left out.
  std::string none_because;
  std::vector<DatasetColumn> columns;
  std::vector<size_t> natural_key;  // positions in `columns`
  // Of a file of its records: what it is called in messages, what its header begins with, and how it is made again.
  std::string file_kind;  // "a consolidated file"
  std::vector<std::string> header;
  std::string made_again_by;  // "consolidate the event files again"; empty of what is computed (computed_damaged)
  // Whether a record may have no value in a column: its cell is then null. Else an empty text is a text.
  bool may_lack_values = false;
  // Whether it is computed of the plays, all of it each time: then records that are gone are no loss.
  bool is_computed = false;
  size_t position = 0;  // in AllDatasets

  // The position of the column called `column`, or columns.size() where there is none.
  size_t Find(std::string_view column) const;
  // REQUIRES: there is one of that name.
  const DatasetColumn& ColumnOf(std::string_view column) const;
  // The error of a file of its records that is damaged, and how that is made again.
  Status DamagedError(const std::string& what) const;
};

inline constexpr size_t kDatasetCount = 9;

// One of something for each dataset.
template <typename T>
class PerDataset {
 public:
  T& operator[](const Dataset& dataset) { return all_[dataset.position]; }
  const T& operator[](const Dataset& dataset) const { return all_[dataset.position]; }

 private:
  std::array<T, kDatasetCount> all_;
};

// The plays of a consolidated file: kPlayColumns, in that order, and what is computed of them (plays/computed.h).
const Dataset& PlaysDataset();

// All events of a file of events: the columns of plays, at the same positions, then those that only events have, as
// they are and computed.
const Dataset& EventsDataset();

// These, and those that are computed of the plays (plays/taste_datasets.h).
const std::vector<const Dataset*>& AllDatasets();

// The dataset called `name`, or null; the names of all.
const Dataset* FindDataset(std::string_view name);
const std::vector<std::string_view>& DatasetNames();

}  // namespace earshot
