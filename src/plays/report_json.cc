#include "plays/report_json.h"

#include <nlohmann/json.hpp>

#include "plays/oddities_json.h"

namespace earshot {

namespace {

nlohmann::ordered_json CorrectionsJson(const CorrectionsReport& corrections, const std::string& path) {
  nlohmann::ordered_json first = nlohmann::ordered_json::array();
  for (const UnusedCorrection& unused : corrections.first_unused) {
    first.push_back({{"correction", unused.number}, {"file", unused.file}, {"line", unused.line}});
  }
  return {{"file", path},
          {"rows", corrections.rows},
          {"unused", corrections.unused},
          {"first_unused", first},
          {"of_other_files", corrections.of_other_files}};
}

}  // namespace

nlohmann::ordered_json ReportJson(const ConsolidateReport& report, const ConsolidateOptions& options) {
  nlohmann::ordered_json json;
  if (report.stopped.empty()) {
    json["output"] = options.output;
  } else {
    json["output"] = nullptr;
    json["stopped"] = report.stopped;
  }
  json["output_bytes"] = report.output_bytes;
  if (!options.events.empty()) {
    json["events_output"] = report.stopped.empty() ? nlohmann::ordered_json(options.events) : nlohmann::ordered_json();
    json["events_output_bytes"] = report.events_bytes;
  }
  json["files"] = report.files;
  json["events"] = report.events;
  json["plays"] = report.plays;
  json["without_artist"] = report.without_artist;
  json["suppressed"] = report.suppressed;
  json["rejects"] = report.rejects;
  json["withheld_rejects"] = report.withheld_rejects;
  json["rejects_by_kind"] = nlohmann::ordered_json::object();
  for (size_t kind = 0; kind < kRejectKindCount; ++kind) {
    if (report.rejects_by_kind[kind] == 0) continue;
    json["rejects_by_kind"][std::string(NameOf(static_cast<RejectKind>(kind)))] = report.rejects_by_kind[kind];
  }
  if (report.corrections.id.has_value()) json["corrections"] = CorrectionsJson(report.corrections, options.corrections);
  json["blank_lines"] = report.blank_lines;
  json["damaged_fields"] = report.damaged_fields;
  json["damaged_plays"] = report.damaged_plays;
  json["repaired"] = options.repair_text;
  if (report.coarse_times > 0) {
    json["coarse_times"] = report.coarse_times;
    json["coarse_time_ms"] = report.coarse_time_ms;
  }
  AddOddities(report.oddities, &json);
  json["files_without_events"] = report.files_without_events;
  json["songs_without_artist"] = report.songs_without_artist;
  json["files_without_plays"] = report.files_without_plays;
  json["files_without_last_line_end"] = report.files_without_last_line_end;
  json["files_of_one_play"] = report.files_of_one_play;
  json["files_with_empty_columns"] = nlohmann::ordered_json::array();
  for (const EmptyColumns& file : report.files_with_empty_columns) {
    json["files_with_empty_columns"].push_back({{"file", file.path}, {"columns", NamesOf(file.columns)}});
  }
  json["broken_files"] = nlohmann::ordered_json::array();
  for (const BrokenFile& file : report.broken_files) {
    json["broken_files"].push_back({{"file", file.path}, {"fault", file.fault}});
  }
  json["files_left_out"] = nlohmann::ordered_json::array();
  for (const LeftOutFile& file : report.files_left_out) {
    json["files_left_out"].push_back({{"file", file.path}, {"why", file.why}});
  }
  json["detected"] = nlohmann::ordered_json::array();
  for (const FileDetections& file : report.detections) {
    for (const Detection& detection : file.detections) {
      json["detected"].push_back({{"file", file.path}, {"what", detection.what}, {"evidence", detection.evidence}});
    }
  }
  return json;
}

}  // namespace earshot
