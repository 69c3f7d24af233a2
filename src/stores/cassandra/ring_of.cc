#include "stores/cassandra/ring_of.h"

#include <algorithm>
#include <map>

namespace earshot {
namespace {

// "127.0.0.1" of "127.0.0.1:9042"; "::1" of "[::1]:9042".
std::string WithoutPort(std::string address) {
  address.resize(std::min(address.rfind(':'), address.size()));
  if (!address.starts_with('[')) return address;
  return address.substr(1, address.size() - 2);
}

HostId HostIdOf(const cql::HostId& id) {
  HostId host_id;
  std::copy(id.bytes.begin(), id.bytes.end(), host_id.begin());
  return host_id;
}

}  // namespace

StatusOr<TokenRing> RingOf(const cql::Client& client, const std::string& keyspace, const std::string& table) {
  TokenRing ring;
  std::map<HostId, size_t> positions;
  for (const cql::NodeInfo& node : client.nodes()) {
    positions[HostIdOf(node.host_id)] = ring.nodes.size();
    ring.nodes.push_back({WithoutPort(std::string(node.address)), HostIdOf(node.host_id)});
  }
  for (const cql::RingRange& range : client.ring(keyspace, table)) {
    TokenRing::Range& owned = ring.ranges.emplace_back();
    owned.end_token = range.end_token;
    for (const cql::HostId& replica : range.replicas) {
      const auto position = positions.find(HostIdOf(replica));
      if (position == positions.end()) return TransientError("the nodes of the cluster are changing just now");
      owned.owners.push_back(position->second);
    }
    if (owned.owners.empty()) return SystemError("no node has the rows of keyspace {}; see its replication", keyspace);
  }
  if (ring.ranges.empty()) return TransientError("the replication of keyspace {} is not known yet", keyspace);
  return ring;
}

}  // namespace earshot
