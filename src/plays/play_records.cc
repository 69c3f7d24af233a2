#include "plays/play_records.h"

#include "cql/cells.h"
#include "plays/computed.h"

namespace earshot {

PlayRecords::PlayRecords(const DatasetColumnSet& columns) {
  for (size_t column = 0; column < PlaysDataset().columns.size(); ++column) {
    if (columns[column]) columns_.push_back(column);
  }
  ends_.resize(columns_.size());
  record_.cells.resize(PlaysDataset().columns.size());
}

Status PlayRecords::AppendCell(const Play& play, size_t column) {
  if (column >= kPlayColumnCount) {
    const Status status = AppendComputedCell(column - kPlayColumnCount, play, &cells_);
    return status.ok() ? status : InputError("line {}, {}", play.line, MessageOf(status));
  }
  const std::string_view text = play.fields[column];
  const Status status = AppendCellFromText(kPlayColumns[column].type, text, &cells_);
  if (status.ok()) return status;
  return InputError("line {}, column {}: \"{}\" {}", play.line, kPlayColumns[column].csv_name, text, MessageOf(status));
}

Status PlayRecords::Decode(const Play& play, const Record** record) {
  cells_.clear();
  for (size_t i = 0; i < columns_.size(); ++i) {
    RETURN_IF_ERROR(AppendCell(play, columns_[i]));
    ends_[i] = cells_.size();
  }
  size_t begin = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    record_.cells[columns_[i]] = std::string_view(cells_).substr(begin, ends_[i] - begin);
    begin = ends_[i];
  }
  record_.origin.line = play.line;
  *record = &record_;
  return absl::OkStatus();
}

}  // namespace earshot
