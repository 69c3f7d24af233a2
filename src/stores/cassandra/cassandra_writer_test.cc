#include "stores/cassandra/cassandra_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace earshot {
namespace {

TEST(CassandraWriter, GroupsByTheRangeOfTheRingThatEndsAtOrBehindTheToken) {
  const std::vector<cql::RingRange> ring = {{-100, 7, {}}, {0, 8, {}}, {100, 9, {}}};
  EXPECT_EQ(ReplicaSetOf(ring, std::numeric_limits<int64_t>::min()), 7U);
  EXPECT_EQ(ReplicaSetOf(ring, -100), 7U);
  EXPECT_EQ(ReplicaSetOf(ring, -99), 8U);
  EXPECT_EQ(ReplicaSetOf(ring, 100), 9U);
  EXPECT_EQ(ReplicaSetOf(ring, 101), 7U);
}

TEST(CassandraWriter, NeverMixesPartitionsWhoseReplicasAreNotKnown) {
  EXPECT_EQ(ReplicaSetOf({}, 5), ReplicaSetOf({}, 5));
  EXPECT_NE(ReplicaSetOf({}, 5), ReplicaSetOf({}, 6));
  EXPECT_NE(ReplicaSetOf({}, -1), ReplicaSetOf({}, 1));
}

}  // namespace
}  // namespace earshot
