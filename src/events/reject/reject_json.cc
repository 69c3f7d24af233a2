#include "events/reject/reject_json.h"

#include <absl/strings/escaping.h>
#include <fmt/format.h>
#include <xxhash.h>

#include <utility>

#include "base/content_id.h"
#include "base/error_code.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "events/reject/json_fields.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kChecksum = "checksum";

std::string ChecksumOf(std::string_view text) { return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size())); }

bool IsUntouched(Json json) {
  if (!json.is_object()) return false;
  const Json checksum = json.value(kChecksum, Json());
  json.erase(kChecksum);
  return checksum == ChecksumOf(JsonText(json));
}

Json ParsedReject(std::string_view line) {
  return Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
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
  return ShownText(bytes) == shown ? bytes : shown;
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
  SetRaw(reject.raw, &json);
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
  json["original_xxh3"] = Xxh3Of(reject.raw);
  std::string text = JsonText(json);
  const std::string checksum = ChecksumOf(text);
  text.pop_back();
  *out += fmt::format("{},\"{}\":\"{}\"}}\n", text, kChecksum, checksum);
}

void SetRaw(const std::string& raw, Json* json) {
  (*json)["raw"] = raw;
  if (!IsUtf8(raw)) (*json)["raw_base64"] = absl::Base64Escape(raw);
}

bool IsAsWritten(std::string_view line) {
  const std::string key = fmt::format(R"(,"{}":")", kChecksum);
  const size_t end = line.rfind(key);
  if (end == std::string_view::npos) return false;
  std::string text(line.substr(0, end));
  text.push_back('}');
  return line.substr(end + key.size()) == ChecksumOf(text) + "\"}";
}

bool IsUntouchedReject(std::string_view line) { return IsUntouched(ParsedReject(line)); }

StatusOr<RejectedRow> ParseRejectJson(std::string_view line, const std::vector<std::string>& with) {
  const Json json = ParsedReject(line);
  if (!json.is_object()) return InputError("the line is not a JSON object");
  return RejectedRowOf(json, with);
}

StatusOr<RejectedRow> RejectedRowOf(const Json& json, const std::vector<std::string>& with) {
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
    row.original_xxh3 = json.value("original_xxh3", "");
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
