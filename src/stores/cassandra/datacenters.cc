#include "stores/cassandra/datacenters.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace earshot {
namespace {

constexpr int kReplicationFactorMax = 3;

}  // namespace

int ReplicationFactorFor(const std::vector<std::string>& node_datacenters) {
  std::map<std::string, int> nodes;
  for (const std::string& datacenter : node_datacenters) ++nodes[datacenter];
  int replicas = kReplicationFactorMax;
  for (const auto& [datacenter, count] : nodes) replicas = std::min(replicas, count);
  return nodes.empty() ? 1 : replicas;
}

Status CheckLocalDatacenter(const CassandraOptions& options, const std::vector<std::string>& node_datacenters) {
  std::set<std::string> datacenters(node_datacenters.begin(), node_datacenters.end());
  datacenters.erase("");
  const std::string all = fmt::format("{}", fmt::join(datacenters, ", "));
  if (!options.local_dc.empty() && !datacenters.empty() && !datacenters.contains(options.local_dc)) {
    return InputError("the cluster has no datacenter \"{}\"; local_dc is one of: {}", options.local_dc, all);
  }
  if (options.local_dc.empty() && IsLocal(options.consistency) && datacenters.size() > 1) {
    return InputError(
        "the cluster has several datacenters, and a local consistency needs one of them; add "
        "local_dc=NAME to the store's URL, one of: {}",
        all);
  }
  return absl::OkStatus();
}

}  // namespace earshot
