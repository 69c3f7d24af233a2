#include "plays/play_records.h"

#include <optional>

#include "cql/cells.h"
#include "plays/computed.h"

namespace earshot {

namespace {

constexpr size_t kEventOnlyBegin = kPlayColumnCount + kComputedColumns.size();
constexpr size_t kEventOnlyEnd = kEventOnlyBegin + kEventOnlyColumns.size();

// Which of the computed columns the dataset's column is; nothing where it is one of the file.
std::optional<size_t> ComputedPosition(size_t column) {
  if (column >= kEventOnlyEnd) return column - kEventOnlyEnd + kComputedColumns.size();
  if (column < kPlayColumnCount || column >= kEventOnlyBegin) return std::nullopt;
  return column - kPlayColumnCount;
}

}  // namespace

PlayRecords::PlayRecords(const DatasetColumnSet& columns, const Dataset& of) : of_(of) {
  for (size_t column = 0; column < of.columns.size(); ++column) {
    if (columns[column]) columns_.push_back(column);
  }
  ends_.resize(columns_.size());
  record_.cells.resize(of.columns.size());
}

Status PlayRecords::AppendCell(const Play& play, size_t column) {
  if (const std::optional<size_t> computed = ComputedPosition(column)) {
    if (of_.may_lack_values && LacksComputed(*computed, play)) {
      AppendNullCell(&cells_);
      return absl::OkStatus();
    }
    const Status status = AppendComputedCell(*computed, play, &cells_);
    return status.ok() ? status : InputError("line {}, {}", play.line, MessageOf(status));
  }
  const std::string_view text =
      column < kPlayColumnCount ? play.fields[column] : play.of_event[column - kEventOnlyBegin];
  if (of_.may_lack_values && text.empty()) {
    AppendNullCell(&cells_);
    return absl::OkStatus();
  }
  const DatasetColumn& described = of_.columns[column];
  const Status status = AppendCellFromText(described.type, text, &cells_);
  if (status.ok()) return status;
  const std::string what =
      fmt::format("line {}, column {}: \"{}\" {}", play.line, described.source_name, text, MessageOf(status));
  return of_.is_computed ? of_.DamagedError(what) : InputError("{}", what);
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
