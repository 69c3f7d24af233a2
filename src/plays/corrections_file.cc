#include "plays/corrections_file.h"

#include <xxhash.h>

#include "base/error_code.h"
#include "base/links.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

// As of a reject (plays/rejects_file.cc).
constexpr size_t kCorrectionBytesMax = size_t{32} << 20;

std::pair<uint64_t, uint64_t> KeyOf(std::string_view line) {
  const XXH128_hash_t hash = XXH3_128bits(line.data(), line.size());
  return {hash.high64, hash.low64};
}

}  // namespace

std::string CorrectionsOf(const std::string& plays_path) { return NameBeside(plays_path, ".corrections"); }

CorrectionsReader::CorrectionsReader(std::unique_ptr<FileReader> file)
    : path_(file->path()), lines_(std::move(file), kCorrectionBytesMax) {}

StatusOr<std::unique_ptr<CorrectionsReader>> CorrectionsReader::Open(const std::string& path) {
  RETURN_IF_ERROR(CheckRegularFile(path));
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<CorrectionsReader>(new CorrectionsReader(std::move(file)));
}

StatusOr<bool> CorrectionsReader::Next(CorrectionPlace* place) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines_.Next(&text_));
    if (!more) return false;
    offset_ = next_offset_;
    next_offset_ += text_.size() + 1;
    hash_.Add(text_);
    hash_.Add("\n");
    if (text_.empty()) continue;
    StatusOr<CorrectionPlace> parsed = ParseCorrectionPlace(text_);
    if (!parsed.ok()) {
      return WithMessage(parsed.status(),
                         fmt::format("{}, line {}: {}", path_, lines_.number(), MessageOf(parsed.status())));
    }
    *place = *std::move(parsed);
    return true;
  }
}

Status CorrectionsWriter::Copy(const std::string& path, const std::optional<ContentId>& known) {
  if (!StampOf(path).ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<CorrectionsReader> reader, CorrectionsReader::Open(path));
  CorrectionPlace place;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&place));
    if (!more) return absl::OkStatus();
    const std::string line = std::string(reader->text()) + "\n";
    RETURN_IF_ERROR(Write(line));
    ++added_before_[KeyOf(line)];
    if (known.has_value() && reader->id() == *known) added_before_.clear();
  }
}

Status CorrectionsWriter::Add(std::string_view line) {
  const auto before = added_before_.find(KeyOf(line));
  if (before == added_before_.end()) {
    ++added_;
    return Write(line);
  }
  if (--before->second == 0) added_before_.erase(before);
  return absl::OkStatus();
}

Status CorrectionsWriter::Write(std::string_view line) {
  hash_.Add(line);
  return to_->Write(line);
}

}  // namespace earshot
