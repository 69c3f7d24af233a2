#include "events/reject/reject_json.h"

#include <absl/strings/escaping.h>
#include <fmt/format.h>
#include <xxhash.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/error_code.h"
#include "base/json_text.h"
#include "base/utf8.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kChecksum = "checksum";

std::string ChecksumOf(std::string_view text) { return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size())); }

// Whether the line is unchanged, but for spaces.
bool IsUntouched(Json json) {
  const Json checksum = json.value(kChecksum, Json());
  json.erase(kChecksum);
  return checksum == ChecksumOf(JsonText(json));
}

// get() by itself would convert any number: one below zero, one with decimals, one that is too large for a count.
StatusOr<uint64_t> CountOf(const Json& value, std::string_view key) {
  if (value.is_number_unsigned()) return value.get<uint64_t>();
  return InputError("\"{}\" is not a count: a whole number from 0 to 2^64 - 1", key);
}

// The bytes that the file has, unless what is shown of them has been repaired.
StatusOr<std::string> RawOf(const Json& json) {
  if (!json.at("raw").is_string()) return WithCode(InputError("raw is not a text"), ErrorCode::kInvalidReject);
  const auto shown = json.at("raw").get<std::string>();
  if (!json.contains("raw_base64")) return shown;
  std::string bytes;
  if (!absl::Base64Unescape(json.at("raw_base64").get<std::string>(), &bytes)) {
    return InputError("raw_base64 is not valid base64");
  }
  return Json::parse(JsonText(Json(bytes))).get<std::string>() == shown ? bytes : shown;
}

// "type must be string, but is null": the library puts a number of its own before it.
std::string WhatIsWrong(const Json::exception& error) {
  const std::string_view text = error.what();
  return std::string(text.substr(text.find("] ") + 2));
}

// What the line says of its file is wrong there, whatever an option of that kind may be.
Status InvalidReject(const Status& status) {
  return WithCode(InputError("{}", MessageOf(status)), ErrorCode::kInvalidReject);
}

}  // namespace

void AppendRejectJson(const Reject& reject, const EventFile& file, std::string* out) {
  Json json;
  json["file"] = reject.file;
  json["line"] = reject.line;
  json["byte_offset"] = reject.byte_offset;
  json["kind"] = NameOf(reject.kind);
  if (!reject.column.empty()) json["column"] = reject.column;
  json["reason"] = reject.reason;
  json["hint"] = HintOf(reject.kind);
  json["raw"] = reject.raw;
  if (!IsUtf8(reject.raw)) json["raw_base64"] = absl::Base64Escape(reject.raw);
  json["dialect"] = NameOf(file.dialect);
  if (!file.encoding.empty()) json["encoding"] = file.encoding;
  if (file.dialect.format == EventFormat::kCsv) {
    json["columns"] = file.layout.names;
    if (file.layout.row_fields != file.layout.field_count) json["fields"] = file.layout.row_fields;
  } else {
    // A header's names are written as they are read; the keys of an object stay in `raw`.
    for (const EventColumns::Rename& rename : file.columns.renames) {
      json["renames"].push_back(rename.from + "=" + file.columns.names[rename.column]);
    }
  }
  if (!file.null_words.empty()) json["nulls"] = file.null_words;
  std::string text = JsonText(json);
  const std::string checksum = ChecksumOf(text);
  text.pop_back();
  *out += fmt::format("{},\"{}\":\"{}\"}}\n", text, kChecksum, checksum);
}

std::string PlaysJson(const ContentId& plays) {
  return JsonText(Json{{"plays", {{"bytes", plays.bytes}, {"xxh3", plays.xxh3}}}}) + "\n";
}

StatusOr<std::optional<ContentId>> ParsePlaysJson(std::string_view line) {
  // The quotes of a reject's text are escaped.
  if (line.find("\"plays\"") == std::string_view::npos) return std::nullopt;
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("plays")) return std::nullopt;
  try {
    const Json& plays = json["plays"];
    ASSIGN_OR_RETURN(const uint64_t bytes, CountOf(plays.at("bytes"), "bytes"));
    return ContentId{bytes, plays.at("xxh3").get<std::string>()};
  } catch (const Json::exception& error) {
    return InputError("the line does not say which plays the rows belong to: {}", WhatIsWrong(error));
  }
}

std::string StoppedJson(const std::string& why) { return JsonText(Json{{"stopped", why}}) + "\n"; }

StatusOr<RejectedRow> ParseRejectJson(std::string_view line, const std::vector<std::string>& with) {
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return InputError("the line is not a JSON object");
  if (json.contains("stopped")) {
    return WithCode(InputError("the run that kept these rows was stopped, so there are no plays to add them to"),
                    ErrorCode::kRunStopped);
  }
  try {
    auto file = std::make_shared<EventFile>();
    RejectedRow row;
    file->path = json.at("file").get<std::string>();
    ASSIGN_OR_RETURN(row.line, CountOf(json.at("line"), "line"));
    ASSIGN_OR_RETURN(row.byte_offset, CountOf(json.at("byte_offset"), "byte_offset"));
    row.column = json.value("column", "");
    row.reason = json.value("reason", "");
    row.is_untouched = IsUntouched(json);
    ASSIGN_OR_RETURN(row.raw, RawOf(json));
    row.in_doubt = json.value("kind", "") == NameOf(RejectKind::kStrayQuote);
    const StatusOr<Dialect> dialect = ParseDialect(json.at("dialect").get<std::string>());
    if (!dialect.ok()) return InvalidReject(dialect.status());
    file->dialect = *dialect;
    file->encoding = json.value("encoding", "");
    file->null_words = json.value("nulls", std::vector<std::string>());
    const auto columns = MakeEventColumns(with, json.value("renames", std::vector<std::string>()));
    if (!columns.ok()) return InvalidReject(columns.status());
    file->columns = *columns;
    if (file->dialect.format == EventFormat::kCsv) {
      const StatusOr<Layout> layout =
          LayoutOf(json.at("columns").get<std::vector<std::string>>(), file->columns, file->path + ", line 1");
      if (!layout.ok()) return InvalidReject(layout.status());
      file->layout = *layout;
      if (json.contains("fields")) {
        ASSIGN_OR_RETURN(file->layout.row_fields, CountOf(json.at("fields"), "fields"));
      }
    }
    row.file = std::move(file);
    return row;
  } catch (const Json::exception& error) {
    return WithCode(InputError("the line is not a reject: {}", WhatIsWrong(error)), ErrorCode::kInvalidReject);
  }
}

}  // namespace earshot
