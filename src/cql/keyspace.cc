#include "cql/keyspace.h"

#include <fmt/format.h>

namespace earshot {

std::string CqlCreateKeyspace(const std::string& keyspace, const Replication& replication) {
  std::string replicas;
  for (const auto& [datacenter, number] : replication) {
    replicas += fmt::format(", '{}': {}", datacenter.empty() ? "replication_factor" : datacenter, number);
  }
  return fmt::format("CREATE KEYSPACE IF NOT EXISTS \"{}\" WITH replication = {{'class': 'NetworkTopologyStrategy'{}}}",
                     keyspace, replicas);
}

}  // namespace earshot
