#include "plays/reingest.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/output_file.h"
#include "base/separate_files.h"
#include "base/utf8.h"
#include "events/decode.h"
#include "events/event_reader.h"
#include "events/reject/reject_json.h"
#include "events/source/transcoding_source.h"
#include "plays/kept_plays.h"
#include "plays/play_reader.h"
#include "plays/play_writer.h"
#include "plays/rejects_file.h"

namespace earshot {
namespace {

constexpr size_t kRejectsTextBytesMax = size_t{1} << 20;

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

// The text of each play.
class PlayLines : public PlaySink {
 public:
  explicit PlayLines(std::vector<size_t> columns) : text_(std::move(columns)) {}

  void OnPlay(const Event& event) override {
    text_.Clear();
    text_.OnPlay(event);
    lines_.emplace_back(text_.text());
  }
  const std::vector<std::string>& lines() const { return lines_; }
  void Clear() { lines_.clear(); }

 private:
  PlayWriter text_;
  std::vector<std::string> lines_;
};

class Reingester {
 public:
  Reingester(const DecodeOptions& options, KeptPlays* plays, OutputFile* rejects)
      : decoder_(options), new_plays_(PlayMaker(options).columns()), plays_(plays), rejects_(rejects) {}

  // Decodes the row: its plays are added, its rejects kept. A row of nothing is an error: it would be gone without a
  // word.
  Status Take(const RejectedRow& row);
  // Keeps the row as it is. Why it was rejected may lie in the rows around it in its file, so it is not decoded.
  Status Keep(const RejectedRow& row, std::string_view text);

  // Writes what is left to write of the rejects: these, and which plays they belong to.
  Status Finish(const ContentId& plays);

  ReingestReport& report() { return report_; }

 private:
  Status FlushWhenFull();
  void Show(const Reject& reject);

  Decoder decoder_;
  PlayLines new_plays_;
  KeptPlays* const plays_;
  OutputFile* const rejects_;
  std::string rejects_text_;  // not written yet
  Chunk chunk_;
  DecodeResult result_;
  ReingestReport report_;
};

void Reingester::Show(const Reject& reject) {
  if (report_.first_rejects.size() < kFirstRejectsMax) report_.first_rejects.push_back(reject);
}

Status Reingester::Take(const RejectedRow& row) {
  // With a line end, as it has in its file: at the end of a file a CR would be one.
  FillChunk(row.raw + "\r\n", row.file, row.in_doubt, &chunk_);
  new_plays_.Clear();
  decoder_.Decode(chunk_, &new_plays_, &result_);
  if (result_.events == 0) return InputError("raw holds no row; take the line out to do without it");
  report_.rows += result_.events;
  report_.plays += result_.plays;
  report_.without_artist += result_.without_artist;
  report_.rejects += result_.rejects.size();
  for (const std::string& line : new_plays_.lines()) {
    ASSIGN_OR_RETURN(const bool added, plays_->Add(line));
    if (!added) ++report_.plays_there;
  }
  for (Reject& reject : result_.rejects) {
    // A repaired text may have become several rows, whose places are those of the one.
    reject.line = row.line;
    reject.byte_offset = row.byte_offset;
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
  if (rejects_text_.size() < kRejectsTextBytesMax) return absl::OkStatus();
  Status written = rejects_->Write(rejects_text_);
  rejects_text_.clear();
  return written;
}

Status Reingester::Finish(const ContentId& plays) {
  rejects_text_ += PlaysJson(plays);
  return rejects_->Write(rejects_text_);
}

}  // namespace

StatusOr<ReingestReport> Reingest(const std::string& rejects_path, const std::string& plays_path, bool repair_text,
                                  const std::vector<FileEncoding>& encodings) {
  RETURN_IF_ERROR(CheckSeparateFiles({plays_path}, {rejects_path}));
  RETURN_IF_ERROR(CheckRegularFile(rejects_path));
  RETURN_IF_ERROR(CheckRegularFile(plays_path));
  // A run that was stopped wrote none, and its rejects say so.
  if (!StampOf(plays_path).ok()) RETURN_IF_ERROR(PlaysOfRejects(rejects_path, {}).status());
  RETURN_IF_ERROR(FileReader::Open(rejects_path).status());
  // From here on both files are locked. Whoever writes both locks them in this order.
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> plays, OutputFile::Create(plays_path));
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> rejects, OutputFile::Create(rejects_path));
  ASSIGN_OR_RETURN(const std::vector<std::string> with, WithColumnsOf(plays_path));
  ASSIGN_OR_RETURN(const EventColumns columns, MakeEventColumns(with, {}));
  ASSIGN_OR_RETURN(const std::optional<ContentId> first_plays, PlaysOfRejects(rejects_path, with));
  if (!first_plays.has_value()) return ReingestReport();
  KeptPlays kept(plays.get());
  RETURN_IF_ERROR(kept.Copy(plays_path, *first_plays));

  Reingester reingester({.with = columns.with, .repair_text = repair_text}, &kept, rejects.get());
  std::vector<std::string> files;
  ASSIGN_OR_RETURN(const std::unique_ptr<RejectsReader> reader, RejectsReader::Open(rejects_path, with));
  RejectedRow row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&row));
    if (!more) break;
    files.push_back(row.file->path);
    ASSIGN_OR_RETURN(const bool encoded, Encode(encodings, &row));
    const Status taken = row.is_untouched && !encoded ? reingester.Keep(row, reader->text()) : reingester.Take(row);
    if (!taken.ok()) return reader->At(taken);
  }
  RETURN_IF_ERROR(CheckPatternsMatch(encodings, files));
  ReingestReport& report = reingester.report();
  if (report.untouched == report.rows) return std::move(report);
  ASSIGN_OR_RETURN(const ContentId all_plays, kept.Finish());
  RETURN_IF_ERROR(reingester.Finish(all_plays));
  RETURN_IF_ERROR(rejects->CheckUnchanged());
  // In this order, and each on the disk before the next: ended in between, by whatever, the rows are in both files, and
  // the next call finds them after the plays that its rejects belong to. In the other order they would be lost.
  RETURN_IF_ERROR(plays->CommitToDisk());
  RETURN_IF_ERROR(rejects->CommitToDisk());
  return std::move(report);
}

}  // namespace earshot
