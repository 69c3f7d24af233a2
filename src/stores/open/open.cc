#include "stores/open/open.h"

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

}  // namespace

StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& url) {
  if (url.starts_with(kSqlitePrefix) && url.size() > kSqlitePrefix.size()) {
    return OpenSqliteStore(url.substr(kSqlitePrefix.size()));
  }
  if (url.starts_with(kCassandraPrefix)) {
#ifdef EARSHOT_CASSANDRA
    return OpenCassandraStore(url);
#else
    return UsageError("this earshot was built without Cassandra; build it with -DEARSHOT_CASSANDRA=ON");
#endif
  }
  return UsageError("unknown kind of store \"{}\"; use sqlite:FILE or cassandra://HOST/KEYSPACE", KindOf(url));
}

// Only a file can be damaged.
Status RemoveDamagedStore(const std::string& url, const std::vector<std::string>& tables) {
  return RemoveDamagedSqliteFile(StoreFile(url), tables);
}

std::string StoreFile(const std::string& url) {
  return url.starts_with(kSqlitePrefix) ? url.substr(kSqlitePrefix.size()) : "";
}

}  // namespace earshot
