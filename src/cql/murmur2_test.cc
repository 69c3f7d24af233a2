#include "cql/murmur2.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

int64_t HashOf(std::string_view key) { return static_cast<int64_t>(CassandraMurmur2(key)); }

// What MurmurHash.hash2_64 of Cassandra 5.0.8 gives.
TEST(CassandraMurmur2, IsTheServers) {
  EXPECT_EQ(HashOf(""), 0);
  EXPECT_EQ(HashOf("hello"), 2191231550387646743);
  EXPECT_EQ(HashOf(std::string_view("\0\0\0\0\0\0\0\1", 8)), -2582693687464317919);
  EXPECT_EQ(HashOf("0123456789abcdef"), -7806658886934311993);
}

TEST(CassandraMurmur2, TakesBytesOfTheTailAsSigned) {
  EXPECT_EQ(HashOf("\xff"), 7618038988497784788);
  EXPECT_EQ(HashOf("\x80\xff"), 1442310217305505315);
  EXPECT_EQ(HashOf("\xc7\x80\x81\x82\x83\x84\x85\x86"), -1048184226179084157);
  EXPECT_EQ(HashOf("\xc7\x80\x81\x82\x83\x84\x85\x86\x87"), 1159937169652645224);
}

}  // namespace
}  // namespace earshot
