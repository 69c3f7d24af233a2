#include "plays/play_records.h"

#include <array>

#include "cql/cells.h"

namespace earshot {

PlayRecords::PlayRecords(const PlayColumnSet& columns) {
  for (size_t column = 0; column < columns.size(); ++column) {
    if (columns[column]) columns_.push_back(column);
  }
  record_.cells.resize(kPlayColumnCount);
}

Status PlayRecords::Decode(const Play& play, const Record** record) {
  cells_.clear();
  std::array<size_t, kPlayColumnCount> ends = {};
  for (const size_t column : columns_) {
    const std::string_view text = play.fields[column];
    if (const Status status = AppendCellFromText(kPlayColumns[column].type, text, &cells_); !status.ok()) {
      return InputError("line {}, column {}: \"{}\" {}", play.line, kPlayColumns[column].csv_name, text,
                        MessageOf(status));
    }
    ends[column] = cells_.size();
  }
  size_t begin = 0;
  for (const size_t column : columns_) {
    record_.cells[column] = std::string_view(cells_).substr(begin, ends[column] - begin);
    begin = ends[column];
  }
  record_.origin.line = play.line;
  *record = &record_;
  return absl::OkStatus();
}

}  // namespace earshot
