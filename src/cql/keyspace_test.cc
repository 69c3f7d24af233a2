#include "cql/keyspace.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(CqlCreateKeyspace, NamesTheReplicasOfEachDatacenter) {
  const std::string begin =
      "CREATE KEYSPACE IF NOT EXISTS \"k\" WITH replication = {'class': 'NetworkTopologyStrategy', ";
  EXPECT_EQ(CqlCreateKeyspace("k", {{"", 2}}), begin + "'replication_factor': 2}");
  EXPECT_EQ(CqlCreateKeyspace("k", {{"dc1", 3}, {"dc2", 2}}), begin + "'dc1': 3, 'dc2': 2}");
}

}  // namespace
}  // namespace earshot
