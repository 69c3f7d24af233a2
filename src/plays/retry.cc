#include "plays/retry.h"

#include <cerrno>
#include <fstream>
#include <memory>
#include <utility>

#include "base/file.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "base/utf8.h"
#include "events/decode.h"
#include "events/encoded_source.h"
#include "events/event_reader.h"
#include "events/reject_json.h"
#include "plays/play_reader.h"
#include "plays/play_text.h"

namespace earshot {
namespace {

constexpr size_t kFirstRejectsMax = 5;
constexpr size_t kCopyBytes = size_t{1} << 20;

// The columns behind the eleven in the file's header.
StatusOr<std::vector<std::string>> WithColumnsOf(const std::string& plays_path) {
  // That the first eleven are right is the reader's to say.
  RETURN_IF_ERROR(PlayReader::Open(plays_path).status());
  EventReader reader({plays_path});
  Chunk chunk;
  RETURN_IF_ERROR(reader.Next(&chunk).status());
  const std::vector<std::string>& names = chunk.file->layout.names;
  return std::vector<std::string>(names.begin() + kNeededEventColumns.size(), names.end());
}

// Copies the file and ends its last row, which may have been cut off by hand or by another program.
Status CopyRows(const std::string& from, AtomicFile* to) {
  ASSIGN_OR_RETURN(const std::unique_ptr<FileReader> reader, FileReader::Open(from));
  std::string buffer(kCopyBytes, '\0');
  char last = '\n';
  while (true) {
    ASSIGN_OR_RETURN(const size_t count, reader->Read(buffer.data(), buffer.size()));
    RETURN_IF_ERROR(CheckStop());
    if (count == 0) return last == '\n' ? absl::OkStatus() : to->Write("\r\n");
    last = buffer[count - 1];
    RETURN_IF_ERROR(to->Write(std::string_view(buffer).substr(0, count)));
  }
}

// Turns a row that is not UTF-8 into UTF-8, from the encoding that its file turns out to have.
Status Encode(const std::vector<FileEncoding>& encodings, RejectedRow* row) {
  const std::string encoding = EncodingOfFile(row->file->path, encodings);
  if (encoding.empty() || !row->file->encoding.empty() || IsUtf8(row->raw)) return absl::OkStatus();
  auto file = std::make_shared<EventFile>(*row->file);
  file->encoding = encoding;
  row->file = std::move(file);
  ASSIGN_OR_RETURN(row->raw, ToUtf8(std::move(row->raw), encoding));
  return absl::OkStatus();
}

class Retrier {
 public:
  explicit Retrier(const DecodeOptions& options) : decoder_(options), plays_(PlayMaker(options).columns()) {}

  // Decodes the row; its plays and rejects are appended to `plays` and `rejects`. A row of nothing is an error: it
  // would be gone without a word.
  Status Take(const RejectedRow& row, std::string* plays, std::string* rejects);

  RetryReport& report() { return report_; }

 private:
  Decoder decoder_;
  PlayText plays_;
  Chunk chunk_;
  DecodeResult result_;
  RetryReport report_;
};

Status Retrier::Take(const RejectedRow& row, std::string* plays, std::string* rejects) {
  FillChunk(row.raw, row.file, &chunk_);
  plays_.Clear();
  decoder_.Decode(chunk_, &plays_, &result_);
  if (result_.events == 0) return InputError("raw holds no row; take the line out to do without it");
  report_.rows += result_.events;
  report_.plays += result_.plays;
  report_.without_artist += result_.without_artist;
  report_.rejects += result_.rejects.size();
  plays->append(plays_.text());
  for (Reject& reject : result_.rejects) {
    // A mended text may have become several rows, whose places are those of the one.
    reject.line = row.line;
    reject.byte_offset = row.byte_offset;
    AppendRejectJson(reject, *row.file, rejects);
    if (report_.first_rejects.size() < kFirstRejectsMax) report_.first_rejects.push_back(reject);
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<RetryReport> Retry(const std::string& rejects_path, const std::string& plays_path, bool repair_text,
                            const std::vector<FileEncoding>& encodings) {
  RETURN_IF_ERROR(CheckSeparateFiles({plays_path}, {rejects_path}));
  RETURN_IF_ERROR(CheckRegularFile(rejects_path));
  RETURN_IF_ERROR(CheckRegularFile(plays_path));
  RETURN_IF_ERROR(FileReader::Open(rejects_path).status());
  ASSIGN_OR_RETURN(const std::vector<std::string> with, WithColumnsOf(plays_path));
  ASSIGN_OR_RETURN(const EventColumns columns, MakeEventColumns(with, {}));
  ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> plays, AtomicFile::Create(plays_path));
  ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> rejects, AtomicFile::Create(rejects_path));
  RETURN_IF_ERROR(CopyRows(plays_path, plays.get()));

  Retrier retrier({.with = columns.with, .repair_text = repair_text});
  std::vector<std::string> files;
  std::ifstream input(rejects_path);
  if (!input.is_open()) return ErrnoError(errno, "cannot open " + rejects_path);
  std::string line;
  for (uint64_t number = 1; std::getline(input, line); ++number) {
    if (line.empty()) continue;
    RETURN_IF_ERROR(CheckStop());
    const auto error = [&](const Status& status) {
      return InputError("{}, line {}: {}", rejects_path, number, MessageOf(status));
    };
    StatusOr<RejectedRow> row = ParseRejectJson(line, with);
    if (!row.ok()) return error(row.status());
    files.push_back(row->file->path);
    RETURN_IF_ERROR(Encode(encodings, &*row));
    std::string new_plays;
    std::string new_rejects;
    if (const Status taken = retrier.Take(*row, &new_plays, &new_rejects); !taken.ok()) return error(taken);
    RETURN_IF_ERROR(plays->Write(new_plays));
    RETURN_IF_ERROR(rejects->Write(new_rejects));
  }
  RETURN_IF_ERROR(CheckPatternsMatch(encodings, files));
  if (input.bad()) return SystemError("cannot read {}", rejects_path);
  // In this order: should the second fail, a row that is taken in again is a repeated play, which `load` knows; the
  // other way round it would be lost.
  RETURN_IF_ERROR(plays->Sync());
  RETURN_IF_ERROR(plays->Commit());
  RETURN_IF_ERROR(rejects->Commit());
  return std::move(retrier.report());
}

}  // namespace earshot
