#include "plays/reingest.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/content_id.h"
#include "base/error_code.h"
#include "base/file.h"
#include "base/output_file.h"
#include "base/separate_files.h"
#include "base/utf8.h"
#include "events/event_reader.h"
#include "events/reject/correction.h"
#include "events/reject/reject_json.h"
#include "events/source/transcoding_source.h"
#include "plays/corrections_file.h"
#include "plays/forgotten_file.h"
#include "plays/kept_plays.h"
#include "plays/play_reader.h"
#include "plays/rejects_file.h"
#include "plays/repaired_row.h"

namespace earshot {
namespace {

constexpr size_t kRejectsLeftBytesMax = size_t{1} << 20;

// The columns after the eleven in the file's header.
StatusOr<std::vector<std::string>> WithColumnsOf(const std::string& plays_path) {
  // That the first eleven are right is the reader's to say.
  RETURN_IF_ERROR(PlayReader::Open(plays_path).status());
  EventReader reader({plays_path});
  Chunk chunk;
  RETURN_IF_ERROR(reader.Next(&chunk).status());
  const std::vector<std::string>& names = chunk.file->layout.names;
  return std::vector<std::string>(names.begin() + kRequiredEventColumns.size(), names.end());
}

// Turns a row that is not UTF-8 into UTF-8, from the encoding that its file turns out to have. False where there is
// nothing to turn.
StatusOr<bool> Encode(const std::vector<FileEncoding>& encodings, RejectedRow* row) {
  const std::string encoding = EncodingOfFile(row->file->path, encodings);
  if (encoding.empty() || !row->file->encoding.empty() || IsUtf8(row->raw)) return false;
  auto file = std::make_shared<EventFile>(*row->file);
  file->encoding = encoding;
  row->file = std::move(file);
  ASSIGN_OR_RETURN(row->raw, ToUtf8(std::move(row->raw), encoding));
  return true;
}

// The files that are written.
struct Files {
  std::unique_ptr<OutputFile> plays;   // null where only corrections are kept
  std::unique_ptr<OutputFile> events;  // null where there are none besides the plays, too
  std::unique_ptr<OutputFile> rejects;
  std::unique_ptr<OutputFile> corrections;
};

class Reingester {
 public:
  Reingester(const DecodeOptions& options, const Files& files)
      : repaired_(options),
        kept_(files.plays.get()),
        kept_events_(files.events.get(), EventsDataset()),
        corrections_(files.corrections.get()),
        files_(files) {}

  // Begins with what the files hold that are added to.
  Status Copy(const ReingestOptions& options, const RejectsEnd& end);

  // Decodes the row: it is a correction, its plays are added, its rejects kept. A row of nothing is an error: it would
  // be gone without a word. `text` is its line.
  Status Take(const RejectedRow& row, std::string_view text);
  // Keeps the row as it is. Why it was rejected may lie in the rows around it in its file, so it is not decoded.
  Status Keep(const RejectedRow& row, std::string_view text);

  // Writes what is left to write, with the last line of the rejects, and gives the files their names.
  Status Finish(RejectsEnd end);

  ReingestReport& report() { return report_; }

 private:
  Status FlushWhenFull();
  void Show(const Reject& reject);

  RepairedRow repaired_;
  KeptPlays kept_;
  KeptPlays kept_events_;
  CorrectionsWriter corrections_;
  const Files& files_;
  std::string rejects_text_;  // not written yet
  ReingestReport report_;
};

Status Reingester::Copy(const ReingestOptions& options, const RejectsEnd& end) {
  RETURN_IF_ERROR(corrections_.Copy(options.corrections, end.corrections));
  if (files_.events != nullptr) RETURN_IF_ERROR(kept_events_.Copy(options.events, *end.events));
  return files_.plays == nullptr ? absl::OkStatus() : kept_.Copy(options.plays, *end.plays);
}

void Reingester::Show(const Reject& reject) {
  if (report_.first_rejects.size() < kFirstRejectsMax) report_.first_rejects.push_back(reject);
}

// Whether decoding it has changed nothing, so that there is nothing to remember.
bool IsSameReject(const RejectedRow& row, const DecodeResult& result) {
  return result.events == 1 && result.rejects.size() == 1 && Xxh3Of(result.rejects.front().raw) == row.original_xxh3;
}

Status Reingester::Take(const RejectedRow& row, std::string_view text) {
  if (row.original_xxh3.empty()) {
    return WithCode(InputError("the line lacks original_xxh3, which says of which row it is"),
                    ErrorCode::kInvalidReject);
  }
  RETURN_IF_ERROR(repaired_.Decode(row, nullptr));
  DecodeResult& result = repaired_.result();
  if (result.suppressed > 0) {
    return InputError("the row is a play of a listener who was forgotten; take the line out");
  }
  report_.rows += result.events;
  report_.plays += result.plays;
  report_.without_artist += result.without_artist;
  report_.rejects += result.rejects.size();
  if (!IsSameReject(row, result)) {
    RETURN_IF_ERROR(corrections_.Add(CorrectionJson(text, row, result.rejects.size())));
  }
  for (const EventLines& event : repaired_.events()) {
    if (files_.events != nullptr) RETURN_IF_ERROR(kept_events_.Add(event.event).status());
    if (files_.plays == nullptr || event.play.empty()) continue;
    ASSIGN_OR_RETURN(const bool added, kept_.Add(event.play));
    if (!added) ++report_.plays_there;
  }
  for (Reject& reject : result.rejects) {
    AppendRejectJson(reject, *row.file, &rejects_text_);
    Show(reject);
  }
  return FlushWhenFull();
}

Status Reingester::Keep(const RejectedRow& row, std::string_view text) {
  ++report_.rows;
  ++report_.rejects;
  ++report_.untouched;
  Reject reject;
  reject.file = row.file->path;
  reject.line = row.line;
  reject.column = row.column;
  reject.reason = row.reason;
  Show(reject);
  rejects_text_.append(text).push_back('\n');
  return FlushWhenFull();
}

Status Reingester::FlushWhenFull() {
  if (rejects_text_.size() < kRejectsLeftBytesMax) return absl::OkStatus();
  Status written = files_.rejects->Write(rejects_text_);
  rejects_text_.clear();
  return written;
}

Status Reingester::Finish(RejectsEnd end) {
  if (files_.plays != nullptr) {
    ASSIGN_OR_RETURN(end.plays, kept_.Finish());
  }
  if (files_.events != nullptr) {
    ASSIGN_OR_RETURN(end.events, kept_events_.Finish());
  }
  end.corrections = corrections_.id();
  report_.corrections = corrections_.added();
  if (end.plays.has_value() || !end.stopped.empty()) rejects_text_ += RejectsEndJson(end);
  RETURN_IF_ERROR(files_.rejects->Write(rejects_text_));
  RETURN_IF_ERROR(files_.rejects->CheckUnchanged());
  if (files_.events != nullptr) RETURN_IF_ERROR(files_.events->CheckUnchanged());
  if (files_.plays != nullptr) RETURN_IF_ERROR(files_.plays->CheckUnchanged());
  // In this order, and each on the disk before the next: ended in between, by whatever, the rows are still in the
  // rejects, and the next call finds what it has added. In another order they would be lost, or, as they would be in
  // the plays alone, the next run would lose them.
  if (corrections_.added() > 0) RETURN_IF_ERROR(files_.corrections->CommitToDisk());
  if (files_.events != nullptr) RETURN_IF_ERROR(files_.events->CommitToDisk());
  if (files_.plays != nullptr) RETURN_IF_ERROR(files_.plays->CommitToDisk());
  return files_.rejects->CommitToDisk();
}

// Locks what is written. Whoever writes several of them locks them in this order.
StatusOr<Files> Lock(const ReingestOptions& options) {
  Files files;
  if (!options.plays.empty()) {
    ASSIGN_OR_RETURN(files.plays, OutputFile::Create(options.plays));
    ASSIGN_OR_RETURN(files.events, OutputFile::Create(options.events));
  }
  ASSIGN_OR_RETURN(files.rejects, OutputFile::Create(options.rejects));
  ASSIGN_OR_RETURN(files.corrections, OutputFile::Create(options.corrections));
  return files;
}

Status CheckFiles(const ReingestOptions& options) {
  RETURN_IF_ERROR(CheckSeparateFiles({options.plays, options.events, options.corrections}, {options.rejects}));
  for (const std::string& path : {options.rejects, options.plays, options.events, options.corrections}) {
    RETURN_IF_ERROR(CheckRegularFile(path));
  }
  return FileReader::Open(options.rejects).status();
}

Status TakeRows(const ReingestOptions& options, const std::vector<std::string>& with, Reingester* reingester) {
  std::vector<std::string> files;
  ASSIGN_OR_RETURN(const std::unique_ptr<RejectsReader> reader, RejectsReader::Open(options.rejects, with));
  RejectedRow row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&row));
    if (!more) return CheckPatternsMatch(options.encodings, files);
    files.push_back(row.file->path);
    ASSIGN_OR_RETURN(const bool encoded, Encode(options.encodings, &row));
    const Status taken =
        row.is_untouched && !encoded ? reingester->Keep(row, reader->text()) : reingester->Take(row, reader->text());
    if (!taken.ok()) return reader->At(taken);
  }
}

Status PlaysLineMissing(const std::string& rejects) {
  return WithCode(
      InputError("{} lacks the line {{\"plays\": ...}}, which says which plays its rows belong to", rejects),
      ErrorCode::kPlaysLineMissing);
}

}  // namespace

StatusOr<ReingestReport> Reingest(const ReingestOptions& options) {
  RETURN_IF_ERROR(CheckFiles(options));
  ASSIGN_OR_RETURN(Files files, Lock(options));
  ASSIGN_OR_RETURN(const RejectsSummary rejects, SummarizeRejects(options.rejects));
  // A file without any line is not one of rejects without a row, but one that something has emptied.
  if (!rejects.end.has_value() && files.plays != nullptr) return PlaysLineMissing(options.rejects);
  const RejectsEnd end = rejects.end.value_or(RejectsEnd());
  if (!end.stopped.empty()) files.plays = nullptr;
  if (files.plays == nullptr || !end.events.has_value()) files.events = nullptr;
  std::vector<std::string> with = end.with;
  if (files.plays != nullptr) {
    ASSIGN_OR_RETURN(with, WithColumnsOf(options.plays));
  }
  if (!rejects.has_rejects) return ReingestReport();
  ASSIGN_OR_RETURN(const EventColumns columns, MakeEventColumns(with, {}));

  ASSIGN_OR_RETURN(const std::vector<ForgottenListener> list, ReadForgottenList(options.forgotten));
  const Forgotten forgotten = ForgottenIn(list);
  Reingester reingester({.with = columns.with,
                         .events = files.events != nullptr,
                         .repair_text = options.repair_text,
                         .forgotten = &forgotten},
                        files);
  RETURN_IF_ERROR(reingester.Copy(options, end));
  RETURN_IF_ERROR(TakeRows(options, with, &reingester));
  ReingestReport& report = reingester.report();
  report.run_was_stopped = !end.stopped.empty();
  if (report.untouched < report.rows) RETURN_IF_ERROR(reingester.Finish(end));
  return std::move(report);
}

}  // namespace earshot
