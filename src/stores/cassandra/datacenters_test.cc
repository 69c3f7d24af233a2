#include "stores/cassandra/datacenters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;

CassandraOptions OptionsOf(const std::string& query) { return ParseCassandraUrl("cassandra://h/k" + query).value(); }

TEST(Datacenters, GiveAsManyCopiesAsTheSmallestOfThemHasNodes) {
  EXPECT_EQ(ReplicationFactorFor({"a"}), 1);
  EXPECT_EQ(ReplicationFactorFor({"a", "a"}), 2);
  EXPECT_EQ(ReplicationFactorFor({"a", "a", "a", "a"}), 3);
  EXPECT_EQ(ReplicationFactorFor({"a", "a", "a", "b", "a", "b"}), 2);
  EXPECT_EQ(ReplicationFactorFor({"a", "a", "a", "b"}), 1);
  EXPECT_EQ(ReplicationFactorFor({}), 1);
}

TEST(Datacenters, HaveToBeNamedWhereSeveralCouldBeTheLocalOne) {
  const std::vector<std::string> nodes = {"west", "east", "west"};
  for (const char* query : {"", "?consistency=local_one"}) {
    EXPECT_THAT(MessageOf(CheckLocalDatacenter(OptionsOf(query), nodes)), HasSubstr("one of: east, west")) << query;
  }
  EXPECT_TRUE(CheckLocalDatacenter(OptionsOf("?local_dc=east"), nodes).ok());
  EXPECT_TRUE(CheckLocalDatacenter(OptionsOf("?consistency=quorum"), nodes).ok());
  EXPECT_TRUE(CheckLocalDatacenter(OptionsOf(""), {"west", "west"}).ok());
  EXPECT_TRUE(CheckLocalDatacenter(OptionsOf(""), {"west", ""}).ok());
}

TEST(Datacenters, AreNamedWhereTheGivenOneIsNotAmongThem) {
  EXPECT_THAT(MessageOf(CheckLocalDatacenter(OptionsOf("?local_dc=north"), {"west", "east"})),
              HasSubstr("no datacenter \"north\"; local_dc is one of: east, west"));
  EXPECT_TRUE(CheckLocalDatacenter(OptionsOf("?local_dc=north"), {"", ""}).ok());
}

}  // namespace
}  // namespace earshot
