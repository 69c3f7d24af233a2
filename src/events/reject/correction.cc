#include "events/reject/correction.h"

#include <memory>
#include <utility>
#include <vector>

#include "base/error_code.h"
#include "base/json_text.h"
#include "events/reject/json_fields.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

// Of the rows that a correction's text consists of.
constexpr const char* kRejects = "rejects";

Status NotACorrection(std::string_view why) {
  return WithCode(InputError("the line is not a corrected row: {}", why), ErrorCode::kInvalidCorrection);
}

Json Parse(std::string_view line) { return Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false); }

}  // namespace

std::string CorrectionJson(std::string_view line, const RejectedRow& row, uint64_t rejects) {
  Json json = Parse(line);
  // What is of no use any more, and what has changed since.
  for (const char* key : {"hint", "raw_base64", "checksum", kRejects}) json.erase(key);
  SetRaw(row.raw, &json);
  if (!row.file->encoding.empty()) json["encoding"] = row.file->encoding;
  if (rejects > 0) json[kRejects] = rejects;
  return JsonText(json) + "\n";
}

StatusOr<CorrectionPlace> ParseCorrectionPlace(std::string_view line) {
  const Json json = Parse(line);
  if (!json.is_object()) return NotACorrection("it is not a JSON object");
  try {
    CorrectionPlace place;
    place.file = json.at("file").get<std::string>();
    const StatusOr<uint64_t> line_of_row = CountOf(json.at("line"), "line");
    if (!line_of_row.ok()) return NotACorrection(MessageOf(line_of_row.status()));
    place.line = *line_of_row;
    place.original_xxh3 = json.at("original_xxh3").get<std::string>();
    if (!json.at("raw").is_string()) return NotACorrection("raw is not a text");
    return place;
  } catch (const Json::exception& error) {
    return NotACorrection(WhatIsWrong(error));
  }
}

StatusOr<Correction> ParseCorrection(std::string_view line, const EventFile& file) {
  Json json = Parse(line);
  if (!json.is_object()) return NotACorrection("it is not a JSON object");
  json.erase("renames");
  Correction correction;
  if (json.contains(kRejects)) {
    ASSIGN_OR_RETURN(correction.rejects, CountOf(json[kRejects], kRejects));
  }
  std::vector<std::string> with;
  for (const size_t column : file.columns.with) with.push_back(file.columns.names[column]);
  ASSIGN_OR_RETURN(correction.row, RejectedRowOf(json, with));
  auto own = std::make_shared<EventFile>(*correction.row.file);
  own->path = file.path;
  own->columns = file.columns;
  own->null_words = file.null_words;
  correction.row.file = std::move(own);
  return correction;
}

}  // namespace earshot
