#include "stores/cassandra/cassandra_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace earshot {
namespace {

TEST(CassandraWriter, GroupsByTheRangeOfTheRingThatEndsAtOrBehindTheToken) {
  const std::vector<cql::RingRange> ring = {{-100, 7}, {0, 8}, {100, 9}};
  EXPECT_EQ(BatchGroupOf(ring, std::numeric_limits<int64_t>::min()), 7U);
  EXPECT_EQ(BatchGroupOf(ring, -100), 7U);
  EXPECT_EQ(BatchGroupOf(ring, -99), 8U);
  EXPECT_EQ(BatchGroupOf(ring, 100), 9U);
  EXPECT_EQ(BatchGroupOf(ring, 101), 7U);
}

TEST(CassandraWriter, NeverMixesPartitionsWhoseReplicasAreNotKnown) {
  EXPECT_EQ(BatchGroupOf({}, 5), BatchGroupOf({}, 5));
  EXPECT_NE(BatchGroupOf({}, 5), BatchGroupOf({}, 6));
  EXPECT_NE(BatchGroupOf({}, -1), BatchGroupOf({}, 1));
}

}  // namespace
}  // namespace earshot
