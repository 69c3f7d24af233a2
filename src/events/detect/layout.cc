#include "events/detect/layout.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/error_code.h"
#include "base/printable.h"
#include "events/detect/nearest_column.h"

namespace earshot {
namespace {

std::string RequiredColumns() {
  std::string text;
  for (const size_t column : kRequiredEventColumns) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", kEventColumns[column]);
  }
  return text;
}

// As much of the first line as a message can show.
std::string Shown(const std::vector<std::string>& header) {
  constexpr size_t kShownBytesMax = 80;
  return Printable(fmt::format("{}", fmt::join(header, ",")), kShownBytesMax);
}

std::string_view WithoutBlanks(std::string_view name) {
  const size_t begin = std::min(name.find_first_not_of(" \t"), name.size());
  name.remove_prefix(begin);
  return name.substr(0, name.find_last_not_of(" \t") + 1);
}

// What to do if `header` has similar names for the `missing` columns, as the end of a sentence; "" if it has none. The
// names of columns are not suggested for others.
std::string AdviceOn(const std::vector<std::string_view>& missing, const std::vector<std::string>& header,
                     const EventColumns& columns) {
  std::vector<std::string> others;
  for (const std::string& name : header) {
    if (columns.Find(name) == columns.names.size()) others.push_back(name);
  }
  std::string renames;
  for (const std::string_view column : missing) {
    const std::string nearest = NearestColumnName(column, others);
    if (nearest != column && WithoutBlanks(nearest) == column) {
      return fmt::format("; its names have blanks around them, as in \"{}\": remove them, from the rows too", nearest);
    }
    const std::string rename = RenameOf(nearest, column);
    if (!rename.empty()) renames += (renames.empty() ? "" : ",") + rename;
  }
  return renames.empty() ? "" : "; if it only names them differently, rename " + renames;
}

// A header is one even if all its names are spelled differently.
bool IsHeader(const std::vector<std::string>& header, const Layout& layout) {
  if (std::any_of(layout.positions.begin(), layout.positions.end(),
                  [](size_t position) { return position != Layout::kMissing; })) {
    return true;
  }
  constexpr ptrdiff_t kEnough = 3;
  return std::count_if(header.begin(), header.end(), [](const std::string& name) {
           return std::any_of(kEventColumns.begin(), kEventColumns.end(),
                              [&](std::string_view column) { return LettersOf(column) == LettersOf(name); });
         }) >= kEnough;
}

}  // namespace

StatusOr<Layout> LayoutOf(std::vector<std::string> header, const EventColumns& columns, const std::string& where) {
  Layout layout;
  layout.field_count = header.size();
  layout.named_count = header.size();
  layout.row_fields = header.size();
  while (layout.named_count > 0 && header[layout.named_count - 1].empty()) --layout.named_count;
  layout.positions.fill(Layout::kMissing);
  for (const std::string& name : header) layout.names_seen.Add(columns, name);
  RETURN_IF_ERROR(CheckOneNameEach(columns, layout.names_seen, where));
  layout.names = header;
  for (size_t i = 0; i < header.size(); ++i) {
    const size_t column = columns.Find(header[i]);
    if (column == columns.names.size()) continue;
    if (layout.positions[column] != Layout::kMissing) {
      return InputError("{}: the header names the column {} twice; keep one of them", where, header[i]);
    }
    layout.positions[column] = i;
    layout.names[i] = columns.names[column];
  }
  if (!IsHeader(header, layout)) {
    return InputError("{}: there is no header; the first line must name the columns {}, but it is: {}", where,
                      RequiredColumns(), Shown(header));
  }
  std::vector<std::string_view> missing;
  std::vector<size_t> required(kRequiredEventColumns.begin(), kRequiredEventColumns.end());
  std::copy_if(columns.with.begin(), columns.with.end(), std::back_inserter(required),
               [](size_t column) { return column != kEventDay; });
  for (const size_t column : required) {
    if (layout.positions[column] == Layout::kMissing) missing.push_back(columns.names[column]);
  }
  if (!missing.empty()) {
    return WithCode(
        InputError("{}: the header lacks the column{} {}; it names: {}{}", where, missing.size() > 1 ? "s" : "",
                   fmt::join(missing, ", "), Shown(header), AdviceOn(missing, header, columns)),
        ErrorCode::kColumnsMissing);
  }
  return layout;
}

}  // namespace earshot
