// The CQL that creates a keyspace. Pure functions; safe on any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace earshot {

// The number of replicas in each named datacenter, or in every datacenter where the name is empty.
using Replication = std::vector<std::pair<std::string, int>>;

// Quoted in it, a keyspace may have a reserved word as its name.
std::string CqlCreateKeyspace(const std::string& keyspace, const Replication& replication);

}  // namespace earshot
