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

StatusOr<Layout> LayoutOf(std::vector<std::string> header, const std::vector<size_t>& with, const std::string& where) {
  Layout layout;
  layout.field_count = header.size();
  layout.named_count = header.size();
  while (layout.named_count > 0 && header[layout.named_count - 1].empty()) --layout.named_count;
  layout.positions.fill(Layout::kMissing);
  for (size_t column = 0; column < kEventColumnCount; ++column) {
    const auto found = std::find(header.begin(), header.end(), kEventColumns[column]);
    if (found == header.end()) continue;
    if (std::find(found + 1, header.end(), kEventColumns[column]) != header.end()) {
      return InputError("{}: the header names the column {} twice; keep one of them", where, kEventColumns[column]);
    }
    layout.positions[column] = static_cast<size_t>(found - header.begin());
  }
  const bool no_header = std::all_of(layout.positions.begin(), layout.positions.end(),
                                     [](size_t position) { return position == Layout::kMissing; });
  if (no_header) {
    return InputError("{}: there is no header; the first line must name the columns {}, but it is: {}", where,
                      NeededColumns(), Shown(header));
  }
  std::vector<std::string_view> missing;
  std::vector<size_t> needed(kNeededEventColumns.begin(), kNeededEventColumns.end());
  needed.insert(needed.end(), with.begin(), with.end());
  for (const size_t column : needed) {
    if (layout.positions[column] == Layout::kMissing) missing.push_back(kEventColumns[column]);
  }
  if (!missing.empty()) {
    return InputError("{}: the header lacks the column{} {}; it names: {}", where, missing.size() > 1 ? "s" : "",
                      fmt::join(missing, ", "), Shown(header));
  }
  layout.names = std::move(header);
  return layout;
}

}  // namespace earshot
