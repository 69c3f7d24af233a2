#include "stores/sqlite/foreign_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/printable.h"
#include "stores/own_table.h"
#include "stores/sqlite/file_lease.h"

namespace earshot {
namespace {

// How much of a foreign name is shown.
constexpr size_t kNameBytesMax = 100;

// SQLite follows links, and keeps its own files beside their target.
Status RemoveFile(const std::string& path) {
  std::error_code error;
  const std::string target = std::filesystem::canonical(path, error).string();
  // The file itself last: SQLite would take what is left of them for that of a new file.
  for (const char* suffix : {"-journal", "-wal", "-shm", ""}) {
    if (!error) std::filesystem::remove(target + suffix, error);
  }
  return error ? ErrnoError(error.value(), "cannot remove " + path) : absl::OkStatus();
}

}  // namespace

StatusOr<std::optional<std::string>> FindOther(Connection& connection,
                                               const std::function<bool(const std::string&)>& known) {
  ASSIGN_OR_RETURN(Statement all, connection.Prepare("SELECT type, name, tbl_name FROM main.sqlite_master"));
  int code = all.Step();
  for (; code == SQLITE_ROW; code = all.Step()) {
    if (known(all.Text(2))) continue;
    return fmt::format("{} {}", all.Text(0), Printable(all.Text(1), kNameBytesMax));
  }
  if (code != SQLITE_DONE) return connection.ErrorOf(code);
  return std::nullopt;
}

Status RemoveFileOf(const std::string& path, OpenMode mode, const std::vector<std::string>& tables) {
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeFileLease(path, ThisLoad()));
  const auto known = [&](const std::string& name) {
    const bool is_own = mode == OpenMode::kSalvage && name.starts_with(kOwnNamePrefix);
    return is_own || std::find(tables.begin(), tables.end(), name) != tables.end();
  };
  // The connection is closed before the file is removed.
  const Status others = [&]() -> Status {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path, mode));
    ASSIGN_OR_RETURN(const std::optional<std::string> other, FindOther(connection, known));
    if (!other.has_value()) return absl::OkStatus();
    return InputError("sqlite:{} still holds {}; drop it with SQLite's own tools, or move the file away", path, *other);
  }();
  return others.ok() || absl::IsDataLoss(others) ? RemoveFile(path) : others;
}

}  // namespace earshot
