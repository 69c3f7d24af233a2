#include "stores/open.h"

#ifdef EARSHOT_CASSANDRA
#include "stores/cassandra/cassandra_store.h"
#endif
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";
constexpr std::string_view kCassandraPrefix = "cassandra:";

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
  return UsageError("no store is called \"{}\"; name one as sqlite:FILE or cassandra://HOST/KEYSPACE", url);
}

std::string StoreFile(const std::string& url) {
  return url.starts_with(kSqlitePrefix) ? url.substr(kSqlitePrefix.size()) : "";
}

}  // namespace earshot
