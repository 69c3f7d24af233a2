// The schemas of the tables that a store has used, so that each is read from the server once. Safe from many threads.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "stores/table_schema.h"

namespace earshot {

class KnownSchemas {
 public:
  std::optional<TableSchema> Get(const std::string& table) const {
    const std::lock_guard lock(mutex_);
    const auto known = schemas_.find(table);
    return known == schemas_.end() ? std::nullopt : std::optional(known->second);
  }
  void Set(const TableSchema& schema) {
    const std::lock_guard lock(mutex_);
    schemas_.insert_or_assign(schema.name, schema);
  }
  void Remove(const std::string& table) {
    const std::lock_guard lock(mutex_);
    schemas_.erase(table);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, TableSchema> schemas_;
};

}  // namespace earshot
