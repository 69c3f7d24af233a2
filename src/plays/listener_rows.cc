#include "plays/listener_rows.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/json_text.h"
#include "base/line_reader.h"
#include "base/stop_token.h"
#include "events/reject/reject_json.h"
#include "plays/repaired_row.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

// As of a reject (plays/rejects_file.cc).
constexpr size_t kListenerLineBytesMax = size_t{32} << 20;

constexpr const char* kPlays = "plays";
constexpr const char* kEvents = "events";
constexpr const char* kCorrections = "corrections";
constexpr const char* kRaw = "raw";
constexpr const char* kStopped = "stopped";

enum class LineKind { kRow, kTheirRow, kEnd };

std::string TextIn(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// Knows the lines that are the listener's.
class Lines {
 public:
  explicit Lines(const Forgotten& listener)
      : listener_(listener), row_({.with = {}, .repair_text = false, .forgotten = &listener}) {}

  // A line that a person has broken may be the listener's as much as another one.
  LineKind KindOf(std::string_view line, const Json& json) {
    if (!json.is_object()) return listener_.MayBeOf(line) ? LineKind::kTheirRow : LineKind::kRow;
    if (!json.contains(kRaw)) return LineKind::kEnd;
    return IsTheirs(json) ? LineKind::kTheirRow : LineKind::kRow;
  }

 private:
  // A repaired row that is a play now has a listener.
  bool IsTheirs(const Json& json) {
    const StatusOr<RejectedRow> row = RejectedRowOf(json, {});
    if (!row.ok() || !row_.Decode(*row, nullptr).ok()) return listener_.MayBeOf(TextIn(json, kRaw));
    const DecodeResult& result = row_.result();
    if (result.suppressed > 0) return true;
    return result.plays < result.events && listener_.MayBeOf(row->raw);
  }

  const Forgotten& listener_;
  RepairedRow row_;
};

std::optional<ContentId> IdIn(const Json& end, const char* key) {
  const auto id = end.find(key);
  if (id == end.end() || !id->is_object() || !id->contains("bytes") || !(*id)["bytes"].is_number_unsigned()) {
    return std::nullopt;
  }
  return ContentId{(*id)["bytes"].get<uint64_t>(), TextIn(*id, "xxh3")};
}

void AddBeginning(const Json& end, const char* key, Beginnings* beginnings) {
  std::optional<ContentId> id = IdIn(end, key);
  if (!id.has_value()) return;
  const auto is_same = [&](const Beginning& other) { return other.before() == *id; };
  if (std::none_of(beginnings->begin(), beginnings->end(), is_same)) beginnings->emplace_back(*std::move(id));
}

void Rename(const Beginnings& beginnings, const char* key, Json* end) {
  const std::optional<ContentId> id = IdIn(*end, key);
  for (const Beginning& beginning : beginnings) {
    if (!id.has_value() || beginning.before() != *id || !beginning.after().has_value()) continue;
    (*end)[key] = {{"bytes", beginning.after()->bytes}, {"xxh3", beginning.after()->xxh3}};
  }
}

using LineUser = std::function<Status(std::string_view line, LineKind kind, Json* json)>;

Status ForEachLine(Lines* known, const std::string& path, const LineUser& use) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  LineReader lines(std::move(file), kListenerLineBytesMax);
  std::string_view line;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines.Next(&line));
    if (!more) return absl::OkStatus();
    Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
    RETURN_IF_ERROR(use(line, known->KindOf(line, json), &json));
  }
}

}  // namespace

StatusOr<ListenerRows> FindRowsOf(const Forgotten& listener, const std::string& path) {
  ListenerRows found;
  const auto count = [&](std::string_view line, LineKind kind, const Json* json) {
    if (kind == LineKind::kEnd) {
      AddBeginning(*json, kPlays, &found.beginnings.plays);
      AddBeginning(*json, kEvents, &found.beginnings.events);
      AddBeginning(*json, kCorrections, &found.beginnings.corrections);
    } else if (!line.empty()) {
      ++found.rows;
      if (kind == LineKind::kTheirRow) ++found.theirs;
    }
    return absl::OkStatus();
  };
  Lines known(listener);
  RETURN_IF_ERROR(ForEachLine(&known, path, count));
  return found;
}

Status CopyRowsWithout(const Forgotten& listener, const RowsCopy& copy) {
  Lines known(listener);
  return ForEachLine(&known, copy.from, [&](std::string_view line, LineKind kind, Json* json) {
    std::string text = std::string(line) + "\n";
    const bool is_kept = kind != LineKind::kTheirRow;
    if (copy.beginnings != nullptr) {
      for (Beginning& beginning : *copy.beginnings) beginning.Add(text, is_kept);
    }
    if (kind == LineKind::kEnd && copy.renamed != nullptr) {
      Rename(copy.renamed->plays, kPlays, json);
      Rename(copy.renamed->events, kEvents, json);
      Rename(copy.renamed->corrections, kCorrections, json);
      // It may quote a value of one of the rows.
      if (json->contains(kStopped)) (*json)[kStopped] = "the reason was erased with the rows of a listener";
      text = JsonText(*json) + "\n";
    }
    return is_kept ? copy.to->Write(text) : absl::OkStatus();
  });
}

}  // namespace earshot
