// Opens the store that a URL names. The only module that knows all stores. Safe on any thread; the caller
// owns the store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "stores/sstable/sstable_store.h"
#include "stores/store.h"

namespace earshot {

// "sqlite:earshot.db". An unknown kind of store is a usage error that lists the known ones.
StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& url);

// The cluster of `url`, to which rows go as SSTables (stores/sstable/sstable_store.h); with a command that imports them
// it is read at all replicas. None where the store is a file. An unknown kind is an error as above.
StatusOr<std::unique_ptr<SSTableStore>> OpenSSTableStore(const std::string& url, const std::string& directory,
                                                         const std::string& import_command);

// Removes the data of a store that OpenStore cannot open because it is damaged (stores/damage.h). An error where they
// contain anything but `tables`.
Status RemoveDamagedStore(const std::string& url, const std::vector<std::string>& tables);

// The path of the store's file; empty where the store is a server.
std::string StoreFile(const std::string& url);

}  // namespace earshot
