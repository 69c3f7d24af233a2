#include "stores/cassandra/connect.h"

#include <fmt/ranges.h>

#include <string>

#include "base/stop_token.h"
#include "stores/cassandra/datacenters.h"

namespace earshot {
namespace {

cql::ConnectOptions DriverOptions(const CassandraOptions& options) {
  // The driver takes UTF-8 only, which the URL's parser has checked.
  const auto text = [](const std::string& value) { return rust::String::lossy(value); };
  cql::ConnectOptions out;
  for (const std::string& host : options.hosts) out.hosts.push_back(text(host));
  out.local_dc = text(options.local_dc);
  out.consistency = options.consistency;
  out.user = text(options.user);
  out.password = text(options.password);
  out.tls = options.tls;
  out.ca_file = text(options.ca_file);
  out.cert_file = text(options.cert_file);
  out.key_file = text(options.key_file);
  out.compression = text(options.compression);
  out.connect_timeout_ms = static_cast<uint64_t>(options.connect_timeout.count());
  out.request_timeout_ms = static_cast<uint64_t>(options.request_timeout.count());
  out.keyspace = text(options.keyspace);
  out.stop_descriptor = StopDescriptor();
  return out;
}

}  // namespace

Status Connect(cql::Client& client, const CassandraOptions& options) {
  const std::string what = fmt::format("cannot connect to Cassandra at {}", fmt::join(options.hosts, ", "));
  RETURN_IF_ERROR(ToStatus(client.connect(DriverOptions(options)), what));
  return CheckLocalDatacenter(options, NodeDatacenters(client));
}

}  // namespace earshot
