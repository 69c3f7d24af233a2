#include "stores/open.h"

#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";

}  // namespace

StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& url) {
  if (url.starts_with(kSqlitePrefix) && url.size() > kSqlitePrefix.size()) {
    return OpenSqliteStore(url.substr(kSqlitePrefix.size()));
  }
  return UsageError("no store is called \"{}\"; name one as sqlite:FILE", url);
}

}  // namespace earshot
