#include "stores/open/open.h"

#include <optional>

#ifdef EARSHOT_CASSANDRA
#include "stores/cassandra/cassandra_store.h"
#endif
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";
constexpr std::string_view kCassandraPrefix = "cassandra:";

// What a URL begins with, up to its first colon. What follows is not shown, nor what is before an @: it may contain a
// password.
std::string KindOf(const std::string& url) {
  const size_t end = url.find_first_of(":?@");
  if (end == std::string::npos) return url;
  return url[end] == '@' ? "...@" : url.substr(0, end + 1);
}

StatusOr<std::unique_ptr<ClusteredStore>> OpenCluster(const std::string& url,
                                                      [[maybe_unused]] bool all_replicas = false) {
#ifdef EARSHOT_CASSANDRA
  return all_replicas ? OpenAllReplicas(url) : OpenCassandraStore(url);
#else
  return UsageError(
      "this earshot was built without Cassandra, and cannot open {}; build it with -DEARSHOT_CASSANDRA=ON",
      KindOf(url));
#endif
}

Status UnknownKind(const std::string& url) {
  return UsageError("unknown kind of store \"{}\"; use sqlite:FILE or cassandra://HOST/KEYSPACE", KindOf(url));
}

}  // namespace

StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& url) {
  if (url.starts_with(kSqlitePrefix) && url.size() > kSqlitePrefix.size()) {
    return OpenSqliteStore(url.substr(kSqlitePrefix.size()));
  }
  if (url.starts_with(kCassandraPrefix)) return OpenCluster(url);
  return UnknownKind(url);
}

StatusOr<std::unique_ptr<SSTableStore>> OpenSSTableStore(const std::string& url, const std::string& directory,
                                                         const std::string& import_command) {
  if (url.starts_with(kSqlitePrefix)) return nullptr;
  if (!url.starts_with(kCassandraPrefix)) return UnknownKind(url);
  std::optional<ImportCommand> command;
  if (!import_command.empty()) {
    ASSIGN_OR_RETURN(command, ImportCommand::Parse(import_command));
  }
  // Each replica gets rows of its own, so each is read: those of a node that took none, the others would hide.
  ASSIGN_OR_RETURN(std::unique_ptr<ClusteredStore> cluster, OpenCluster(url, /*all_replicas=*/command.has_value()));
  return std::make_unique<SSTableStore>(std::move(cluster), directory, std::move(command));
}

// Only a file can be damaged.
Status RemoveDamagedStore(const std::string& url, const std::vector<std::string>& tables) {
  return RemoveDamagedSqliteFile(StoreFile(url), tables);
}

std::string StoreFile(const std::string& url) {
  return url.starts_with(kSqlitePrefix) ? url.substr(kSqlitePrefix.size()) : "";
}

}  // namespace earshot
