#include "cql/murmur3.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace earshot {
namespace {

// Tokens that a server (5.0.8) gave for blobs: SELECT token(k). tests/cassandra/token_test.cc asks a server for
// thousands more.
TEST(CassandraToken, IsTheServersToken) {
  EXPECT_EQ(CassandraToken(std::string("\x01", 1)), 8849112093580131862);
  EXPECT_EQ(CassandraToken("hello"), -3758069500696749310);
  EXPECT_EQ(CassandraToken("hello, world"), 3760413751763713166);
  EXPECT_EQ(CassandraToken("0123456789abcdef"), 5467490433528156583);
  EXPECT_EQ(CassandraToken("The quick brown fox jumps over the lazy dog"), -2068352364225029268);
}

TEST(CassandraToken, TakesBytesAboveTheMiddleAsSigned) {
  // Of one to fifteen bytes, all of the tail; with unsigned bytes these would differ from the server's.
  EXPECT_EQ(CassandraToken(std::string("\xff", 1)), -4442228696663692417);
  EXPECT_EQ(CassandraToken(std::string("\xf8\x80", 2)), -2671174362186777506);
  EXPECT_EQ(CassandraToken(std::string("\xf1\x80\x81", 3)), 3510407254677446233);
  EXPECT_EQ(CassandraToken(std::string("\xea\x80\x81\x82", 4)), -6437881622373884945);
  EXPECT_EQ(CassandraToken(std::string("\xe3\x80\x81\x82\x83", 5)), -6636159946406667543);
  EXPECT_EQ(CassandraToken(std::string("\xdc\x80\x81\x82\x83\x84", 6)), 8057012484861943991);
  EXPECT_EQ(CassandraToken(std::string("\xd5\x80\x81\x82\x83\x84\x85", 7)), -4863960165700179783);
  EXPECT_EQ(CassandraToken(std::string("\xce\x80\x81\x82\x83\x84\x85\x86", 8)), 1474242485091690439);
  EXPECT_EQ(CassandraToken(std::string("\xc7\x80\x81\x82\x83\x84\x85\x86\x87", 9)), -8345145177073234815);
  EXPECT_EQ(CassandraToken(std::string("\xc0\x80\x81\x82\x83\x84\x85\x86\x87\x88", 10)), 3405678709921072586);
  EXPECT_EQ(CassandraToken(std::string("\xb9\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89", 11)), 8313518106119531571);
  EXPECT_EQ(CassandraToken(std::string("\xb2\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a", 12)), 7047217253124253917);
  EXPECT_EQ(CassandraToken(std::string("\xab\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b", 13)),
            9037726508795884658);
  EXPECT_EQ(CassandraToken(std::string("\xa4\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c", 14)),
            7774062322871707906);
  EXPECT_EQ(CassandraToken(std::string("\x9d\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d", 15)),
            -934415394811821211);
}

// What MurmurHash.hash3_x64_128 of Cassandra 5.0.8 gives.
TEST(HashOfKey, HasBothHalvesOfTheServers) {
  const auto expect = [](std::string_view key, int64_t first, int64_t second) {
    const KeyHash hash = HashOfKey(key);
    EXPECT_EQ(static_cast<int64_t>(hash.first), first);
    EXPECT_EQ(static_cast<int64_t>(hash.second), second);
  };
  expect("hello", -3758069500696749310, 6565844092913065241);
  expect("0123456789abcdef", 5467490433528156583, -8663980805763692326);
  expect("\xc7\x80\x81\x82\x83\x84\x85\x86\x87", -8345145177073234815, -3732150934239155687);
}

TEST(TokenOfHash, IsNotTheBeginningOfTheRing) {
  EXPECT_EQ(TokenOfHash({uint64_t{1} << 63, 0}), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(TokenOfHash({7, 0}), 7);
}

}  // namespace
}  // namespace earshot
