#include "plays/dataset.h"

#include "base/check.h"
#include "base/error_code.h"
#include "events/event.h"
#include "plays/computed.h"
#include "plays/play.h"
#include "plays/taste_datasets.h"

namespace earshot {

size_t Dataset::Find(std::string_view column) const {
  size_t position = 0;
  while (position < columns.size() && columns[position].name != column) ++position;
  return position;
}

const DatasetColumn& Dataset::ColumnOf(std::string_view column) const {
  const size_t position = Find(column);
  EARSHOT_CHECK(position < columns.size());
  return columns[position];
}

Status Dataset::DamagedError(const std::string& what) const {
  if (is_computed) return WithCode(InputError("{}", what), ErrorCode::kComputedDamaged);
  return InputError("{}; {}", what, made_again_by);
}

const Dataset& PlaysDataset() {
  static const Dataset dataset = [] {
    Dataset plays;
    plays.name = "plays";
    plays.record = "play";
    plays.file_kind = "a consolidated file";
    plays.made_again_by = "consolidate the event files again";
    for (const PlayColumn& column : kPlayColumns) {
      plays.header.emplace_back(column.csv_name);
      plays.columns.push_back({std::string(column.name), std::string(column.csv_name), column.type, column.values});
    }
    for (const ComputedColumn& column : kComputedColumns) {
      plays.columns.push_back({std::string(column.name), std::string(column.of), column.type, column.values});
    }
    plays.columns[kUserIdColumn].names_listeners = true;
    plays.natural_key = {kSessionIdColumn, kItemInSessionColumn};
    return plays;
  }();
  return dataset;
}

const Dataset& EventsDataset() {
  static const Dataset dataset = [] {
    Dataset events = PlaysDataset();
    events.name = "events";
    events.record = "event";
    events.file_kind = "a file of events";
    events.header.assign(kEventColumns.begin(), kEventColumns.end());
    events.may_lack_values = true;
    events.position = PlaysDataset().position + 1;
    for (const PlayColumn& column : kEventOnlyColumns) {
      events.columns.push_back({std::string(column.name), std::string(column.csv_name), column.type, column.values});
    }
    for (const ComputedColumn& column : kComputedColumnsOfEvents) {
      events.columns.push_back({std::string(column.name), std::string(column.of), column.type, column.values});
    }
    return events;
  }();
  return dataset;
}

const Dataset* FindDataset(std::string_view name) {
  for (const Dataset* dataset : AllDatasets()) {
    if (dataset->name == name) return dataset;
  }
  return nullptr;
}

const std::vector<const Dataset*>& AllDatasets() {
  static const std::vector<const Dataset*> datasets = [] {
    std::vector<const Dataset*> all = {&PlaysDataset(), &EventsDataset()};
    all.insert(all.end(), TasteDatasets().begin(), TasteDatasets().end());
    EARSHOT_CHECK(all.size() == kDatasetCount);
    for (size_t i = 0; i < all.size(); ++i) EARSHOT_CHECK(all[i]->position == i);
    return all;
  }();
  return datasets;
}

const std::vector<std::string_view>& DatasetNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> of_all;
    for (const Dataset* dataset : AllDatasets()) of_all.push_back(dataset->name);
    return of_all;
  }();
  return names;
}

}  // namespace earshot
