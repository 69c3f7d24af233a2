#include "base/file_owner.h"

#include <unistd.h>

namespace earshot {

void TakeOver(const struct stat& old, int descriptor) {
  const bool has_group =
      fchown(descriptor, old.st_uid, old.st_gid) == 0 || fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) == 0;
  fchmod(descriptor, old.st_mode & (has_group ? 0777 : 0707));
}

}  // namespace earshot
