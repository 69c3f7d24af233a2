#include "events/source/own_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "base/status.h"
#include "events/event.h"
#include "events/source/byte_source.h"
#include "events/source/decompressing_source.h"

namespace earshot {
namespace {

// Enough for the path in an entry of rejects.
constexpr size_t kBeginningBytes = size_t{8} << 10;

template <typename Names>
std::string HeaderOf(const Names& names) {
  std::string header;
  for (const std::string_view name : names) header += fmt::format("{}\"{}\"", header.empty() ? "" : ",", name);
  return header;
}

std::string PlaysHeader() {
  std::vector<std::string_view> names;
  for (const size_t column : kRequiredEventColumns) names.push_back(kEventColumns[column]);
  return HeaderOf(names);
}

StatusOr<std::string> BeginningOf(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source, OpenFileSource(path));
  auto peek = std::make_unique<PeekSource>(std::move(source));
  ASSIGN_OR_RETURN(std::string_view beginning, peek->Peek(kBeginningBytes));
  const std::string compression = DetectCompression(beginning);
  if (compression.empty()) return std::string(beginning);
  ASSIGN_OR_RETURN(source, MakeDecompressingSource(std::move(peek), compression, path));
  std::string decompressed;
  RETURN_IF_ERROR(source->ReadMore(&decompressed, kBeginningBytes).status());
  return decompressed;
}

// The key after `,"line":` and its number, in an entry of rejects or repairs.
std::string_view KeyAfterLine(std::string_view text) {
  constexpr std::string_view kLine = R"(,"line":)";
  const size_t line = text.find(kLine);
  if (line == std::string_view::npos) return "";
  text.remove_prefix(line + kLine.size());
  text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  if (!text.starts_with(",\"")) return "";
  text.remove_prefix(2);
  return text.substr(0, text.find('"'));
}

}  // namespace

bool StartsLikeConsolidatedFile(std::string_view text) {
  static const auto* const headers = new std::array<std::string, 2>{PlaysHeader(), HeaderOf(kEventColumns)};
  for (const std::string& header : *headers) {
    if (!text.starts_with(header)) continue;
    text.remove_prefix(header.size());
    // --with adds columns.
    return text.empty() || text.front() == ',' || text.front() == '\r' || text.front() == '\n';
  }
  return false;
}

std::string OwnFileKind(const std::string& path) {
  const StatusOr<std::string> read = BeginningOf(path);
  if (!read.ok()) return "";
  const std::string_view beginning = *read;
  if (StartsLikeConsolidatedFile(beginning)) return std::string(kConsolidatedFile);
  const bool ends_rejects = beginning.starts_with(R"({"stopped":)") || beginning.starts_with(R"({"plays":{"bytes":)");
  if (ends_rejects) return "rejected rows, not events";
  if (beginning.starts_with("{\n  \"output\": ")) return "a report, not events";
  if (beginning.starts_with(R"({"table":)") && beginning.find(R"("kept":)") != std::string_view::npos) {
    return "conflicts of a load, not events";
  }
  if (beginning.starts_with(R"({"user_id":)") && beginning.find(R"("since":)") != std::string_view::npos) {
    return "listeners who were forgotten, not events";
  }
  if (!beginning.starts_with(R"({"file":)")) return "";
  const std::string_view key = KeyAfterLine(beginning.substr(0, beginning.find('\n')));
  if (key == "byte_offset") return "rejected rows, not events";
  if (key == "column") return "repaired fields, not events";
  return "";
}

}  // namespace earshot
