// Picks the store that a URL names. The only place that knows which stores there are.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "stores/store.h"

namespace earshot {

// "sqlite:earshot.db". An unknown kind of store is a usage error that shows the known ones.
StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& url);

// Removes what a store is kept in that OpenStore refuses as damaged (stores/damage.h). Refused where anything but
// `tables` is seen in it.
Status RemoveDamagedStore(const std::string& url, const std::vector<std::string>& tables);

// The path of the file that the store is; empty where it is a server.
std::string StoreFile(const std::string& url);

}  // namespace earshot
