#include "load/last_plays.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/file_sync.h"
#include "base/links.h"

namespace earshot {

namespace {

std::string PartOf(const std::string& last_plays) { return last_plays + ".part"; }

}  // namespace

std::string LastPlaysPath(const std::string& plays) { return NameBeside(plays, ".loaded"); }

void KeepLastPlays(const PlaysFile& plays) {
  const std::string kept = LastPlaysPath(plays.path);
  const StatusOr<FileStamp> before = StampOf(kept);
  if (before.ok() && *before == plays.stamp) return;
  const std::string part = PartOf(kept);
  unlink(part.c_str());
  if (link(FileBehindLinks(plays.path).c_str(), part.c_str()) != 0) return;
  const StatusOr<FileStamp> linked = StampOf(part);
  // Another run may have replaced the plays.
  if (linked.ok() && *linked == plays.stamp && std::rename(part.c_str(), kept.c_str()) == 0) return;
  unlink(part.c_str());
}

Status RemoveLastPlays(const std::string& plays) {
  const std::string kept = LastPlaysPath(plays);
  bool was_there = false;
  for (const std::string& path : {PartOf(kept), kept}) {
    if (unlink(path.c_str()) == 0) {
      was_there = true;
    } else if (errno != ENOENT) {
      return ErrnoError(errno, "cannot remove " + path);
    }
  }
  return was_there ? SyncNameOf(kept) : absl::OkStatus();
}

}  // namespace earshot
