#include "stores/sqlite/file_lease.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>
#include <utility>

#include "base/file.h"
#include "base/file_lock.h"
#include "base/file_owner.h"
#include "stores/sqlite/new_file.h"

namespace earshot {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

class FileLease : public LoadLease {
 public:
  FileLease(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~FileLease() override {
    // While it is locked: who has waited for it makes another one.
    unlink(path_.c_str());
    close(descriptor_);
  }
  FileLease(const FileLease&) = delete;
  FileLease& operator=(const FileLease&) = delete;

  // Whoever may write the database waits for it, instead of failing to open it.
  void AllowUsersOf(const std::string& database) const {
    struct stat info {};
    if (stat(database.c_str(), &info) == 0) TakeOver(info, descriptor_);
  }

  // Who waits reads it. What is not there only makes a message worse.
  void Name(const LoadOwner& owner) const {
    const auto since = duration_cast<microseconds>(owner.since.time_since_epoch()).count();
    const std::string text = fmt::format("{} {} {}\n", owner.process, since, owner.host);
    if (ftruncate(descriptor_, 0) != 0) return;
    [[maybe_unused]] const ssize_t written = pwrite(descriptor_, text.data(), text.size(), 0);
  }

 private:
  const std::string path_;
  const int descriptor_;
};

LoadOwner ReadOwner(const std::string& path) {
  LoadOwner owner = {"unknown", 0, {}};
  std::istringstream text(ReadSmallFile(path).value_or(""));
  int64_t since = 0;
  text >> owner.process >> since >> owner.host;
  owner.since = LoadOwner().since + microseconds(since);
  return owner;
}

}  // namespace

StatusOr<std::unique_ptr<LoadLease>> TakeFileLease(const std::string& database, const LoadOwner& owner) {
  ASSIGN_OR_RETURN(const std::string target, BehindLinks(database));
  const std::string path = target + ".loading";
  StatusOr<FileLock> lock = FileLock::Take(path, path, O_RDWR | O_CREAT | O_NOFOLLOW);
  if (absl::IsUnavailable(lock.status())) return BeingLoaded("sqlite:" + database, ReadOwner(path));
  RETURN_IF_ERROR(lock.status());
  // Without a directory SQLite says more.
  if (lock->open_error() != 0 && lock->open_error() != ENOENT) {
    return ErrnoError(lock->open_error(), "cannot write " + path);
  }
  if (!lock->held()) return std::make_unique<LoadLease>();
  RETURN_IF_ERROR(NewFile::RemoveLeftover(target));
  auto lease = std::make_unique<FileLease>(path, lock->Release());
  lease->AllowUsersOf(target);
  lease->Name(owner);
  return lease;
}

}  // namespace earshot
