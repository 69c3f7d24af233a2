#include "plays/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/csv.h"
#include "base/error_code.h"
#include "base/json_text.h"
#include "events/reject/reject_json.h"
#include "events/reject/rejects_end.h"
#include "plays/counted.h"
#include "plays/rejects_file.h"
#include "plays/report_json.h"

namespace earshot {
namespace {

constexpr size_t kRejectsTextBytesMax = size_t{1} << 20;

}  // namespace

Collector::Collector(const ConsolidateOptions& options, const EventColumns& columns,
                     std::vector<LeftOutFile> files_left_out, size_t sampled_plays_max)
    : options_(options), columns_(columns), judge_(sampled_plays_max) {
  report_.files_left_out = std::move(files_left_out);
}

Status Collector::Open(const std::vector<size_t>& columns_of_plays) {
  ASSIGN_OR_RETURN(output_, OutputFile::Create(options_.output));
  if (!options_.events.empty()) {
    ASSIGN_OR_RETURN(events_, OutputFile::Create(options_.events));
  }
  if (!options_.rejects.empty()) {
    ASSIGN_OR_RETURN(rejects_, OutputFile::Create(options_.rejects));
    RETURN_IF_ERROR(CheckNothingRepaired(options_.rejects));
  }
  if (!options_.repairs.empty()) {
    ASSIGN_OR_RETURN(repairs_, OutputFile::Create(options_.repairs));
  }
  if (!options_.report.empty()) {
    ASSIGN_OR_RETURN(report_file_, OutputFile::Create(options_.report));
  }
  std::vector<std::string_view> names;
  for (const size_t column : columns_of_plays) names.push_back(columns_.names[column]);
  std::string header;
  AppendQuotedCsvLine(names, &header);
  RETURN_IF_ERROR(WritePlays(header));
  if (events_ == nullptr) return absl::OkStatus();
  header.clear();
  AppendQuotedCsvLine({kEventColumns.begin(), kEventColumns.end()}, &header);
  return WriteEvents(header);
}

void Collector::StartFile(const EventFile& file) {
  ++report_.files;
  judge_.Start(file);
  lines_of_file_ = file.line_offset;
  names_of_file_ = file.layout.names_seen;
  report_.blank_lines += file.blank_lines;
  if (!file.detections.empty()) report_.detections.push_back({file.path, file.detections});
}

void Collector::EndFile() {
  const std::string& file = judge_.path();
  if (file.empty()) return;
  bytes_ += judge_.bytes();
  if (judge_.songs_without_artist() > 0) {
    if (report_.songs_without_artist == 0) report_.first_file_of_songs_without_artist = file;
    report_.songs_without_artist += judge_.songs_without_artist();
  }
  rejected_bytes_ += judge_.rejected_bytes();
  if (std::optional<std::string> fault = judge_.Fault(options_.rejects_max)) {
    report_.broken_files.push_back({file, *std::move(fault)});
    return;
  }
  sampled_files_.push_back(file);
  samples_.push_back(judge_.TakeSample());
  filled_columns_ |= judge_.filled_columns();
  if (judge_.empty_columns().any()) {
    report_.files_with_empty_columns.push_back({file, judge_.plays(), judge_.empty_columns()});
  }
  if (judge_.lacks_line_end()) report_.files_without_last_line_end.push_back(file);
  if (judge_.has_same_ends()) report_.files_of_one_play.push_back(file);
  if (!judge_.has_events()) {
    report_.files_without_events.push_back(file);
  } else if (!judge_.has_plays()) {
    report_.files_without_plays.push_back(file);
  }
}

// A column that all files lack is perhaps not kept; one that only some lack was lost there.
void Collector::JudgeEmptyColumns() {
  std::vector<EmptyColumns> lacked_by_all;
  for (EmptyColumns& file : report_.files_with_empty_columns) {
    if (const PlayColumnSet lost = file.columns & filled_columns_; lost.any() && !options_.rejects_max.accepts_all()) {
      report_.broken_files.push_back(
          {file.path, fmt::format("{} empty in each of its {}, but not in the other files: the export lost {}",
                                  NamesOf(lost) + (lost.count() == 1 ? " is" : " are"), Counted(file.plays, "play"),
                                  lost.count() == 1 ? "that column" : "those columns")});
    } else {
      lacked_by_all.push_back(std::move(file));
    }
  }
  report_.files_with_empty_columns = std::move(lacked_by_all);
}

// Where an export gives out yesterday's file for today, a day is lost and another one is there twice.
void Collector::JudgeCopies() {
  const std::vector<std::optional<size_t>> copies = FindCopies(&samples_);
  for (size_t i = 0; i < copies.size(); ++i) {
    if (!copies[i].has_value()) continue;
    report_.broken_files.push_back(
        {sampled_files_[i], fmt::format("it is a copy of {}, or of a part of it: the same plays are in both",
                                        sampled_files_[*copies[i]])});
  }
}

Status Collector::Add(const Chunk& chunk, const ChunkLines& lines, const PlaySample& sample, DecodeResult* decoded) {
  const DecodeResult& result = *decoded;
  if (chunk.starts_file) {
    EndFile();
    StartFile(*chunk.file);
  }
  WithholdRejects(&decoded->rejects);
  judge_.Add(chunk, lines.plays, sample, result);
  report_.events += result.events;
  report_.plays += result.plays;
  report_.suppressed += result.suppressed;
  report_.without_artist += result.without_artist;
  report_.blank_lines += result.blank_lines;
  report_.damaged_fields += result.damaged_fields;
  report_.damaged_plays += result.damaged_plays;
  decoded->oddities.first_odd_quote.line += lines_of_file_;
  report_.oddities += result.oddities;
  if (result.coarse_times > 0) {
    report_.coarse_time_ms =
        report_.coarse_times == 0 ? result.coarse_time_ms : std::min(report_.coarse_time_ms, result.coarse_time_ms);
    report_.coarse_times += result.coarse_times;
  }
  RETURN_IF_ERROR(AddNames(*chunk.file, result.names_seen));
  RETURN_IF_ERROR(AddRejects(*chunk.file, &decoded->rejects));
  RETURN_IF_ERROR(AddRepairs(result.repairs));
  lines_of_file_ += result.lines;
  RETURN_IF_ERROR(WriteEvents(lines.events));
  return WritePlays(lines.plays);
}

// Messages quote a reject's reason, and that quotes its text.
void Collector::WithholdRejects(std::vector<Reject>* rejects) {
  if (forgotten_ == nullptr || forgotten_->empty()) return;
  for (Reject& reject : *rejects) {
    if (!forgotten_->MayBeOf(reject.raw)) continue;
    reject.is_withheld = true;
    reject.reason = "the row may be of a listener who was forgotten, and is not shown";
  }
}

Status Collector::AddRepairs(const std::vector<Repair>& repairs) {
  std::string text;
  for (const Repair& repair : repairs) {
    if (repairs_ != nullptr) AppendRepairJson(repair, lines_of_file_, &text);
  }
  return text.empty() ? absl::OkStatus() : repairs_->Write(text);
}

Status Collector::AddRejects(const EventFile& file, std::vector<Reject>* rejects) {
  std::string text;
  for (Reject& reject : *rejects) {
    reject.line += lines_of_file_;
    ++report_.rejects;
    ++report_.rejects_by_kind[static_cast<size_t>(reject.kind)];
    if (reject.is_withheld) {
      reject.raw.clear();
      ++report_.withheld_rejects;
    } else if (rejects_ != nullptr) {
      AppendRejectJson(reject, file, &text);
    }
    // A chunk of rejects takes a hundred times its bytes as JSON.
    if (text.size() >= kRejectsTextBytesMax) {
      RETURN_IF_ERROR(rejects_->Write(text));
      text.clear();
    }
    if (report_.first_rejects.size() < kFirstRejectsMax) report_.first_rejects.push_back(std::move(reject));
  }
  return text.empty() ? absl::OkStatus() : rejects_->Write(text);
}

Status Collector::AddNames(const EventFile& file, const NamesSeen& names) {
  names_of_file_ |= names;
  names_of_all_ |= names_of_file_;
  return columns_.renames.empty() ? absl::OkStatus() : CheckOneNameEach(columns_, names_of_file_, file.path);
}

// A name that no file has is a typo, or these are not the files that it was meant for.
Status Collector::CheckNamesFound() const {
  NamesSeen seen = names_of_all_;
  for (size_t i = 0; i < columns_.renames.size(); ++i) {
    seen.own[columns_.renames[i].column] = seen.own[columns_.renames[i].column] || seen.renamed[i];
  }
  for (const size_t column : columns_.with) {
    if (seen.own[column] || column == kEventDay || report_.plays == 0) continue;
    return WithCode(InputError("{0}: no file has a column or key {0}", columns_.names[column]),
                    ErrorCode::kInvalidColumn);
  }
  RETURN_IF_ERROR(CheckNeededOfEvents());
  for (size_t i = 0; i < columns_.renames.size(); ++i) {
    if (names_of_all_.renamed[i]) continue;
    const EventColumns::Rename& rename = columns_.renames[i];
    return WithCode(
        InputError("{}={}: no file has a column or key {}", rename.from, columns_.names[rename.column], rename.from),
        ErrorCode::kInvalidRename);
  }
  return absl::OkStatus();
}

// All events would lack it.
Status Collector::CheckNeededOfEvents() const {
  NamesSeen seen = names_of_all_;
  for (size_t i = 0; i < columns_.renames.size(); ++i) {
    seen.own[columns_.renames[i].column] = seen.own[columns_.renames[i].column] || seen.renamed[i];
  }
  for (const std::string& name : options_.events_need) {
    const size_t column =
        static_cast<size_t>(std::find(columns_.names.begin(), columns_.names.end(), name) - columns_.names.begin());
    if (column == kEventDay || seen.own[column] || report_.events == 0) continue;
    return InputError("no file has a column or key {}, which a question of events needs; rename the one that it is",
                      name);
  }
  return absl::OkStatus();
}

// All files that are broken are named, and not one after the other as each before it is repaired; but not thousands.
Status Collector::CheckFiles() const {
  const std::vector<BrokenFile>& files = report_.broken_files;
  if (files.empty()) return absl::OkStatus();
  constexpr size_t kShownMax = 5;
  std::string text;
  for (size_t i = 0; i < std::min(files.size(), kShownMax); ++i) {
    text += fmt::format("{}{}: {}", i == 0 ? "" : "\n  ", files[i].path, files[i].fault);
  }
  if (files.size() > kShownMax) text += fmt::format("\n  ... and {} more files", files.size() - kShownMax);
  const std::string kept = options_.rejects.empty() ? "" : "; rejected rows are in " + options_.rejects;
  return WithCode(InputError("{}\n{} was not written{}", text, options_.output, kept), ErrorCode::kBrokenFiles);
}

Status Collector::Verdict() const {
  RETURN_IF_ERROR(CheckFiles());
  RETURN_IF_ERROR(CheckSongsWithoutArtist());
  return CheckRejectsMax();
}

// Plays that lost their artist are lost as rejects are.
Status Collector::CheckSongsWithoutArtist() const {
  const RowLimit& max = options_.rejects_max;
  const uint64_t lost = report_.songs_without_artist;
  if (!max.IsExceededBy(lost, report_.plays + lost)) return absl::OkStatus();
  return WithCode(
      InputError("page says NextSong in {} of {} that have no artist (first {}), more than {}, so {} was not written",
                 Grouped(lost), Counted(report_.without_artist, "event"), report_.first_file_of_songs_without_artist,
                 Describe(max), options_.output),
      ErrorCode::kArtistsOverLimit);
}

Status Collector::CheckRejectsMax() const {
  const RowLimit& max = options_.rejects_max;
  const bool too_many = max.IsExceededBy(report_.rejects, report_.events);
  const bool too_long = !too_many && max.is_share && !max.accepts_all() &&
                        RejectsTooLong(report_.rejects, rejected_bytes_, report_.events, bytes_, max.share);
  if (!too_long && !too_many) return absl::OkStatus();
  const std::string events = fmt::format("{} of {} events", report_.rejects, report_.events);
  const std::string rejected =
      too_long ? fmt::format("{} of {} bytes of rows were rejected (in {})", rejected_bytes_, bytes_, events)
               : events + " were rejected";
  const std::string kept = options_.rejects.empty() ? "" : fmt::format("; all are in {}", options_.rejects);
  return WithCode(InputError("{}, more than {}, so {} was not written. The first is {}{}", rejected, Describe(max),
                             options_.output, DescribeReject(report_.first_rejects.front()), kept),
                  ErrorCode::kRejectsOverLimit);
}

// Only rejects need to know which plays, and which events, they belong to.
Status Collector::WritePlays(std::string_view text) {
  if (rejects_ != nullptr) plays_id_.Add(text);
  report_.output_bytes += text.size();
  return output_->Write(text);
}

Status Collector::WriteEvents(std::string_view text) {
  report_.events_bytes += text.size();
  if (rejects_ != nullptr) events_id_.Add(text);
  return events_ == nullptr ? absl::OkStatus() : events_->Write(text);
}

// Rejects first: ended in between, by whatever, they name plays that are nowhere, and nobody takes them in. All can be
// made again from the events, so nothing waits for the disk.
Status Collector::CommitFiles(const Status& verdict) {
  if (rejects_ != nullptr) {
    RejectsEnd end;
    end.with = options_.with;
    end.corrections = report_.corrections.id;
    if (verdict.ok()) {
      end.plays = plays_id_.id();
      if (events_ != nullptr) end.events = events_id_.id();
    } else {
      end.stopped = MessageOf(verdict);
    }
    RETURN_IF_ERROR(rejects_->Write(RejectsEndJson(end)));
  }
  if (verdict.ok()) {
    RETURN_IF_ERROR(output_->CheckUnchanged());
    if (events_ != nullptr) RETURN_IF_ERROR(events_->CheckUnchanged());
    if (repairs_ != nullptr) RETURN_IF_ERROR(repairs_->CheckUnchanged());
  }
  if (rejects_ != nullptr) RETURN_IF_ERROR(rejects_->Commit());
  if (!verdict.ok()) return absl::OkStatus();
  if (repairs_ != nullptr) RETURN_IF_ERROR(repairs_->Commit());
  if (events_ != nullptr) {
    ASSIGN_OR_RETURN(report_.events_output, events_->Stamp());
    RETURN_IF_ERROR(events_->Commit());
    report_.events_lock = events_;
  }
  ASSIGN_OR_RETURN(report_.output, output_->Stamp());
  RETURN_IF_ERROR(output_->Commit());
  report_.output_lock = output_;
  return absl::OkStatus();
}

StatusOr<ConsolidateReport> Collector::Finish(CorrectionsReport corrections) {
  report_.corrections = std::move(corrections);
  EndFile();
  JudgeEmptyColumns();
  JudgeCopies();
  if (report_.events != report_.plays + report_.without_artist + report_.rejects + report_.suppressed) {
    return SystemError(
        "{} events were read, but {} plays, {} events without an artist, {} rejects and {} suppressed plays were "
        "counted",
        report_.events, report_.plays, report_.without_artist, report_.rejects, report_.suppressed);
  }
  RETURN_IF_ERROR(CheckNamesFound());
  const Status verdict = Verdict();
  RETURN_IF_ERROR(CommitFiles(verdict));
  if (!verdict.ok()) report_.stopped = MessageOf(verdict);
  const Status reported = WriteReport();
  RETURN_IF_ERROR(verdict);
  if (!reported.ok())
    return WithMessage(reported, fmt::format("{}; {} is written", MessageOf(reported), options_.output));
  return std::move(report_);
}

Status Collector::WriteReport() const {
  if (report_file_ == nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(report_file_->Write(JsonText(ReportJson(report_, options_), 2) + "\n"));
  return report_file_->Commit();
}

}  // namespace earshot
