#include "events/layout.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/printable.h"

namespace earshot {
namespace {

std::string NeededColumns() {
  std::string text;
  for (const size_t column : kNeededEventColumns) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", kEventColumns[column]);
  }
  return text;
}

// As much of the first line as shows a person what stands there.
std::string Shown(const std::vector<std::string>& header) {
  constexpr size_t kShownBytesMax = 80;
  return Printable(fmt::format("{}", fmt::join(header, ",")), kShownBytesMax);
}

}  // namespace

StatusOr<Layout> LayoutOf(std::vector<std::string> header, const EventColumns& columns, const std::string& where) {
  Layout layout;
  layout.field_count = header.size();
  layout.named_count = header.size();
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
  const bool no_header = std::all_of(layout.positions.begin(), layout.positions.end(),
                                     [](size_t position) { return position == Layout::kMissing; });
  if (no_header) {
    return InputError("{}: there is no header; the first line must name the columns {}, but it is: {}", where,
                      NeededColumns(), Shown(header));
  }
  std::vector<std::string_view> missing;
  std::vector<size_t> needed(kNeededEventColumns.begin(), kNeededEventColumns.end());
  needed.insert(needed.end(), columns.with.begin(), columns.with.end());
  for (const size_t column : needed) {
    if (layout.positions[column] == Layout::kMissing) missing.push_back(columns.names[column]);
  }
  if (!missing.empty()) {
    return InputError("{}: the header lacks the column{} {}; it names: {}", where, missing.size() > 1 ? "s" : "",
                      fmt::join(missing, ", "), Shown(header));
  }
  return layout;
}

}  // namespace earshot
