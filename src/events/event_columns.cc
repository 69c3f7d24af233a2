#include "events/event_columns.h"

#include <algorithm>

#include "base/error_code.h"
#include "base/nearest.h"
#include "base/utf8.h"

namespace earshot {
namespace {

size_t PositionOf(std::string_view name, const std::vector<std::string>& names) {
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

template <typename... Args>
Status InvalidColumn(fmt::format_string<Args...> format, Args&&... args) {
  return WithCode(UsageError(format, std::forward<Args>(args)...), ErrorCode::kInvalidColumn);
}

template <typename... Args>
Status InvalidRename(fmt::format_string<Args...> format, Args&&... args) {
  return WithCode(UsageError(format, std::forward<Args>(args)...), ErrorCode::kInvalidRename);
}

Status AddWith(const std::string& name, EventColumns* columns) {
  if (name.empty() || !IsUtf8(name) || name.find('\0') != std::string::npos) {
    return InvalidColumn("\"{}\": give the name of a column as files have it, in UTF-8", name);
  }
  const size_t column = PositionOf(name, columns->names);
  const auto has = [column](const auto& list) { return std::find(list.begin(), list.end(), column) != list.end(); };
  if (has(columns->with) || has(kRequiredEventColumns)) {
    return InvalidColumn("{}: the column is already included", name);
  }
  if (column == kEventColumnsMax) {
    return InvalidColumn("{}: at most {} columns other than an event's own can be added", name,
                         kEventColumnsMax - kEventColumnCount);
  }
  if (column == columns->names.size()) columns->names.push_back(name);
  columns->with.push_back(column);
  return absl::OkStatus();
}

Status AddRename(const std::string& text, EventColumns* columns) {
  // A file's name for a column may contain a =, an event's own has none.
  const size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size() || !IsUtf8(text)) {
    return InvalidRename("{}: give a file's name for a column and the column, as in duration=length", text);
  }
  const std::string from = text.substr(0, equals);
  const std::string to = text.substr(equals + 1);
  const size_t column = PositionOf(to, columns->names);
  if (column == columns->names.size()) {
    return InvalidRename("{}: no column {} is read unless it is added{}", text, to,
                         SuggestName(to, {columns->names.begin(), columns->names.end()}));
  }
  if (from == to) return InvalidRename("{}: the column already has that name", text);
  if (columns->FindRename(from) < columns->renames.size()) {
    return InvalidRename("{}: {} is already read as {}", text, from,
                         columns->names[columns->renames[columns->FindRename(from)].column]);
  }
  if (columns->renames.size() == kRenamesMax) {
    return InvalidRename("{}: at most {} columns can be renamed", text, kRenamesMax);
  }
  columns->renames.push_back({from, column});
  return absl::OkStatus();
}

// Whether some name is read as the column.
bool IsReachable(const EventColumns& columns, size_t column) {
  return columns.Find(columns.names[column]) == column ||
         std::any_of(columns.renames.begin(), columns.renames.end(),
                     [column](const EventColumns::Rename& rename) { return rename.column == column; });
}

}  // namespace

size_t EventColumns::FindRename(std::string_view name) const {
  const auto found =
      std::find_if(renames.begin(), renames.end(), [&](const Rename& rename) { return rename.from == name; });
  return static_cast<size_t>(found - renames.begin());
}

size_t EventColumns::Find(std::string_view name) const {
  const size_t rename = FindRename(name);
  return rename < renames.size() ? renames[rename].column : PositionOf(name, names);
}

void NamesSeen::Add(const EventColumns& columns, std::string_view name) {
  if (const size_t rename = columns.FindRename(name); rename < columns.renames.size()) {
    renamed.set(rename);
  } else if (const size_t column = PositionOf(name, columns.names); column < columns.names.size()) {
    own.set(column);
  }
}

NamesSeen& NamesSeen::operator|=(const NamesSeen& other) {
  own |= other.own;
  renamed |= other.renamed;
  return *this;
}

StatusOr<EventColumns> MakeEventColumns(const std::vector<std::string>& with, const std::vector<std::string>& renames) {
  EventColumns columns;
  for (const std::string& name : with) RETURN_IF_ERROR(AddWith(name, &columns));
  for (const std::string& rename : renames) RETURN_IF_ERROR(AddRename(rename, &columns));
  std::vector<size_t> required(kRequiredEventColumns.begin(), kRequiredEventColumns.end());
  required.insert(required.end(), columns.with.begin(), columns.with.end());
  for (const size_t column : required) {
    if (IsReachable(columns, column)) continue;
    const std::string& name = columns.names[column];
    return InvalidRename("{}={}: it leaves no name for the column {}, which is required", name,
                         columns.names[columns.Find(name)], name);
  }
  return columns;
}

Status CheckOneNameEach(const EventColumns& columns, const NamesSeen& seen, const std::string& where) {
  std::vector<std::string> name_of(columns.names.size());
  for (size_t column = 0; column < columns.names.size(); ++column) {
    if (seen.own[column]) name_of[column] = columns.names[column];
  }
  for (size_t i = 0; i < columns.renames.size(); ++i) {
    if (!seen.renamed[i]) continue;
    const EventColumns::Rename& rename = columns.renames[i];
    std::string& name = name_of[rename.column];
    if (!name.empty()) {
      return InputError(
          "{}: it has {} as well as {}, and both are read as {}; rename only what a file calls by one name, or "
          "consolidate such files separately",
          where, name, rename.from, columns.names[rename.column]);
    }
    name = rename.from;
  }
  return absl::OkStatus();
}

}  // namespace earshot
