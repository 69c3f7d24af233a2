#include "taste/output_set.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file_sync.h"

namespace earshot {
namespace {

Status RemoveMark(const std::string& mark) {
  std::error_code error;
  if (std::filesystem::remove(mark, error)) return SyncNameOf(mark);
  return error ? ErrnoError(error.value(), "cannot remove " + mark) : absl::OkStatus();
}

Status WriteMark(const std::string& mark, std::string_view text) {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file, OutputFile::Create(mark));
  RETURN_IF_ERROR(file->Write(text));
  return file->CommitToDisk();
}

}  // namespace

StatusOr<OutputFile*> OutputSet::Create(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  return files_.emplace_back(std::move(file)).get();
}

Status OutputSet::Commit(const std::string& mark, std::string_view text) {
  for (const auto& file : files_) RETURN_IF_ERROR(file->CheckUnchanged());
  if (!mark.empty()) RETURN_IF_ERROR(RemoveMark(mark));
  for (const auto& file : files_) RETURN_IF_ERROR(file->CommitToDisk());
  return mark.empty() ? absl::OkStatus() : WriteMark(mark, text);
}

}  // namespace earshot
