#include "events/reject/rejects_end.h"

#include "base/check.h"
#include "base/json_text.h"
#include "events/reject/json_fields.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const ContentId& id) { return {{"bytes", id.bytes}, {"xxh3", id.xxh3}}; }

StatusOr<ContentId> ContentIdIn(const Json& json) {
  ASSIGN_OR_RETURN(const uint64_t bytes, CountOf(json.at("bytes"), "bytes"));
  return ContentId{bytes, json.at("xxh3").get<std::string>()};
}

}  // namespace

std::string RejectsEndJson(const RejectsEnd& end) {
  EARSHOT_CHECK(end.plays.has_value() == end.stopped.empty());
  Json json;
  if (end.plays.has_value()) json["plays"] = JsonOf(*end.plays);
  if (end.events.has_value()) json["events"] = JsonOf(*end.events);
  if (!end.stopped.empty()) json["stopped"] = end.stopped;
  if (!end.with.empty()) json["with"] = end.with;
  if (end.corrections.has_value()) json["corrections"] = JsonOf(*end.corrections);
  return JsonText(json) + "\n";
}

StatusOr<std::optional<RejectsEnd>> ParseRejectsEnd(std::string_view line) {
  // The quotes of a reject's text are escaped.
  const auto has = [line](std::string_view key) { return line.find(key) != std::string_view::npos; };
  if (!has("\"plays\"") && !has("\"stopped\"")) return std::nullopt;
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !(json.contains("plays") || json.contains("stopped"))) return std::nullopt;
  try {
    RejectsEnd end;
    if (json.contains("stopped")) {
      end.stopped = json["stopped"].get<std::string>();
      if (end.stopped.empty()) return InputError("\"stopped\" is empty");
    } else {
      ASSIGN_OR_RETURN(end.plays, ContentIdIn(json["plays"]));
    }
    if (json.contains("events")) {
      ASSIGN_OR_RETURN(end.events, ContentIdIn(json["events"]));
    }
    end.with = json.value("with", end.with);
    if (json.contains("corrections")) {
      ASSIGN_OR_RETURN(end.corrections, ContentIdIn(json["corrections"]));
    }
    return end;
  } catch (const Json::exception& error) {
    return InputError("the line does not say which plays the rows belong to: {}", WhatIsWrong(error));
  }
}

}  // namespace earshot
