#include "plays/dataset.h"

#include "plays/computed.h"
#include "plays/play.h"

namespace earshot {

size_t Dataset::Find(std::string_view column) const {
  size_t position = 0;
  while (position < columns.size() && columns[position].name != column) ++position;
  return position;
}

const Dataset& PlaysDataset() {
  static const Dataset dataset = [] {
    Dataset plays = {.name = "plays", .record = "play", .columns = {}, .natural_key = {}};
    for (const PlayColumn& column : kPlayColumns) {
      plays.columns.push_back({std::string(column.name), std::string(column.csv_name), column.type});
    }
    for (const ComputedColumn& column : kComputedColumns) {
      plays.columns.push_back({std::string(column.name), std::string(column.of), column.type});
    }
    plays.natural_key = {kSessionIdColumn, kItemInSessionColumn};
    return plays;
  }();
  return dataset;
}

}  // namespace earshot
