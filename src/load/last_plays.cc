#include "load/last_plays.h"

#include <unistd.h>

#include <cstdio>

namespace earshot {

std::string LastPlaysPath(const std::string& plays) { return plays + ".loaded"; }

void KeepLastPlays(const PlaysFile& plays) {
  const std::string kept = LastPlaysPath(plays.path);
  const StatusOr<FileStamp> before = StampOf(kept);
  if (before.ok() && *before == plays.stamp) return;
  const std::string part = kept + ".part";
  unlink(part.c_str());
  if (link(plays.path.c_str(), part.c_str()) != 0) return;
  const StatusOr<FileStamp> linked = StampOf(part);
  // Another run may have replaced the plays.
  if (linked.ok() && *linked == plays.stamp && std::rename(part.c_str(), kept.c_str()) == 0) return;
  unlink(part.c_str());
}

}  // namespace earshot
