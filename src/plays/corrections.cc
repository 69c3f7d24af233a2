#include "plays/corrections.h"

#include <absl/container/flat_hash_set.h>
#include <absl/strings/match.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <tuple>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "events/reject/json_fields.h"
#include "plays/corrections_file.h"

namespace earshot {
namespace {

constexpr size_t kShownMax = 5;

// The same file, if it was compressed since, or is named from the same place in another way.
std::string PathOf(const std::string& file) {
  std::string path = std::filesystem::path(ShownText(file)).lexically_normal().string();
  for (const std::string ending : {".gz", ".zst"}) {
    if (absl::EndsWithIgnoreCase(path, ending)) return path.substr(0, path.size() - ending.size());
  }
  return path;
}

std::pair<uint64_t, uint64_t> KeyOf(const std::string& path, const std::string& original_xxh3) {
  const std::string text = path + '\0' + original_xxh3;
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.high64, hash.low64};
}

uint64_t HashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace

StatusOr<std::unique_ptr<Corrections>> Corrections::Open(const std::string& path,
                                                         const std::vector<std::string>& files) {
  std::unique_ptr<Corrections> corrections(new Corrections(path));
  std::error_code error;
  const auto type = std::filesystem::status(path, error).type();
  if (!path.empty() && type != std::filesystem::file_type::not_found) RETURN_IF_ERROR(corrections->Read(files));
  return corrections;
}

Status Corrections::Read(const std::vector<std::string>& files) {
  ASSIGN_OR_RETURN(file_, FileReader::Open(path_));
  absl::flat_hash_set<std::string> paths;
  for (const std::string& file : files) paths.insert(PathOf(file));
  ASSIGN_OR_RETURN(const std::unique_ptr<CorrectionsReader> reader, CorrectionsReader::Open(path_));
  CorrectionPlace place;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&place));
    if (!more) break;
    const std::string path = PathOf(place.file);
    if (!paths.contains(path)) {
      if (report_.of_other_files++ == 0) report_.first_other_file = place.file;
      continue;
    }
    entries_.push_back({.key = KeyOf(path, place.original_xxh3),
                        .line = place.line,
                        .number = reader->number(),
                        .offset = reader->offset(),
                        .bytes = reader->text().size(),
                        .hash = HashOf(reader->text())});
  }
  report_.id = reader->id();
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.key, a.line, a.number) < std::tie(b.key, b.line, b.number);
  });
  return absl::OkStatus();
}

StatusOr<std::optional<Correction>> Corrections::Take(const EventFile& file, const std::string& raw) {
  const Key key = KeyOf(PathOf(file.path), Xxh3Of(raw));
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), key,
                                      [](const Entry& entry, const Key& other) { return entry.key < other; });
  if (first == entries_.end() || first->key != key) return std::nullopt;
  const auto next = first + static_cast<ptrdiff_t>(first->used);
  if (next == entries_.end() || next->key != key) return std::nullopt;
  ++first->used;
  number_ = next->number;
  ASSIGN_OR_RETURN(const std::string text, TextOf(*next));
  StatusOr<Correction> correction = ParseCorrection(text, file);
  if (!correction.ok()) return At(correction.status());
  return *std::move(correction);
}

StatusOr<std::string> Corrections::TextOf(const Entry& entry) const {
  std::string text(entry.bytes, '\0');
  RETURN_IF_ERROR(file_->ReadAt(entry.offset, text.data(), text.size()));
  if (HashOf(text) != entry.hash) return InputError("{} was changed while it was read; do it again", path_);
  return text;
}

Status Corrections::At(const Status& status) const {
  return WithCode(InputError("{}, line {}: {}", path_, number_, MessageOf(status)), ErrorCode::kInvalidCorrection);
}

StatusOr<UnusedCorrection> Corrections::Describe(const Entry& entry) const {
  ASSIGN_OR_RETURN(const std::string text, TextOf(entry));
  ASSIGN_OR_RETURN(const CorrectionPlace place, ParseCorrectionPlace(text));
  return UnusedCorrection{entry.number, place.file, place.line};
}

StatusOr<CorrectionsReport> Corrections::Report() const {
  CorrectionsReport report = report_;
  uint64_t used = 0;  // of the entries of the same key that are still to come
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (entry == entries_.begin() || entry->key != (entry - 1)->key) used = entry->used;
    if (used > 0) {
      --used;
      continue;
    }
    if (report.unused++ >= kShownMax) continue;
    ASSIGN_OR_RETURN(UnusedCorrection unused, Describe(*entry));
    report.first_unused.push_back(std::move(unused));
  }
  return report;
}

}  // namespace earshot
