#include "taste/output_set.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file_sync.h"

namespace earshot {
namespace {

Status RemoveMark(const std::string& mark) {
  if (unlink(mark.c_str()) == 0) return SyncNameOf(mark);
  return errno == ENOENT ? absl::OkStatus() : ErrnoError(errno, "cannot remove " + mark);
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
