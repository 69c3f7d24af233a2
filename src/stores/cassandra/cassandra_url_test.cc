#include "stores/cassandra/cassandra_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

CassandraOptions Parsed(const std::string& url) {
  StatusOr<CassandraOptions> options = ParseCassandraUrl(url);
  EXPECT_TRUE(options.ok()) << url << ": " << options.status();
  return options.ok() ? *options : CassandraOptions{};
}

TEST(CassandraUrl, NeedsOnlyAHostAndAKeyspace) {
  const CassandraOptions options = Parsed("cassandra://127.0.0.1/earshot");
  EXPECT_THAT(options.hosts, ElementsAre("127.0.0.1:9042"));
  EXPECT_EQ(options.keyspace, "earshot");
  EXPECT_EQ(options.consistency, 6);  // local_quorum
  EXPECT_FALSE(options.tls);
}

TEST(CassandraUrl, TakesEveryOption) {
  const TemporaryDirectory directory;
  const std::string password_file = directory.path() + "/pass word";
  std::ofstream(password_file) << "se cret\n";
  const CassandraOptions options = Parsed(
      "cassandra://a,b:9043,[::1],[::2]:9/k1?replication=dc1:3,dc2:2&consistency=one&local_dc=dc1&user=u%26v"
      "&password_file=" +
      directory.path() +
      "/pass%20word&tls=true&ca=ca.pem&cert=c.pem&key=k.pem&compression=lz4&connect_timeout=3s"
      "&request_timeout=1500ms&in_flight=7");
  EXPECT_THAT(options.hosts, ElementsAre("a:9042", "b:9043", "[::1]:9042", "[::2]:9"));
  EXPECT_THAT(options.replication, ElementsAre(Pair("dc1", 3), Pair("dc2", 2)));
  EXPECT_EQ(options.consistency, 1);
  EXPECT_EQ(options.local_dc, "dc1");
  EXPECT_EQ(options.user, "u&v");
  EXPECT_EQ(options.password, "se cret");
  EXPECT_TRUE(options.tls);
  EXPECT_EQ(options.ca_file, "ca.pem");
  EXPECT_EQ(options.cert_file, "c.pem");
  EXPECT_EQ(options.key_file, "k.pem");
  EXPECT_EQ(options.compression, "lz4");
  EXPECT_EQ(options.connect_timeout, std::chrono::seconds(3));
  EXPECT_EQ(options.request_timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(options.in_flight_max, 7U);
}

TEST(CassandraUrl, CertificatesAloneAskForTls) { EXPECT_TRUE(Parsed("cassandra://h/k?ca=ca.pem").tls); }

TEST(CassandraUrl, TakesThePasswordFromTheEnvironment) {
  setenv("EARSHOT_CASSANDRA_PASSWORD", "from outside", 1);
  EXPECT_EQ(Parsed("cassandra://h/k?user=u").password, "from outside");
  unsetenv("EARSHOT_CASSANDRA_PASSWORD");
  EXPECT_THAT(MessageOf(ParseCassandraUrl("cassandra://h/k?user=u").status()), HasSubstr("password_file=FILE"));
}

TEST(CassandraUrl, SaysWhatIsWrong) {
  const struct {
    std::string url, message;
  } kCases[] = {
      {"cassandra:/h/k", "does not begin with cassandra://"},
      {"cassandra://", "no host"},
      {"cassandra:///k", "no host"},
      {"cassandra://a,,b/k", "no host"},
      {"cassandra://h", "no keyspace"},
      {"cassandra://h/", "no keyspace: cassandra://h/earshot"},
      {"cassandra://h:x/k", "invalid port \"x\""},
      {"cassandra://h:70000/k", "invalid port \"70000\""},
      {"cassandra://[::1/k", "closing bracket"},
      {"cassandra://u:p@h/k", "user=NAME&password_file=FILE"},
      {"cassandra://h/my-keyspace", "invalid keyspace name \"my-keyspace\""},
      {"cassandra://h/Keyspace", "lower-case letters"},
      {"cassandra://h/" + std::string(49, 'k'), "at most 48"},
      {"cassandra://h/k?replication=0", "invalid replication \"0\""},
      {"cassandra://h/k?replication=3,2", "invalid replication"},
      {"cassandra://h/k?replication=dc1", "invalid replication"},
      {"cassandra://h/k?replication=:3", "invalid replication"},
      {"cassandra://h/k?replication=d'c:3", "invalid replication"},
      {"cassandra://h/k?consistency=local_quorun", "did you mean \"local_quorum\""},
      {"cassandra://h/k?consistency=any", "invalid consistency \"any\""},
      {"cassandra://h/k?request_timeout=10", "invalid request_timeout \"10\"; write 10s or 500ms"},
      {"cassandra://h/k?connect_timeout=0s", "invalid connect_timeout"},
      {"cassandra://h/k?request_timeout=3601s", "request_timeout \"3601s\" is more than an hour"},
      {"cassandra://h/k?in_flight=0", "from 1 to"},
      {"cassandra://h/k?tls=yes", "true or false"},
      {"cassandra://h/k?tls=false&ca=x", "contradict"},
      {"cassandra://h/k?cert=x", "cert and key go together"},
      {"cassandra://h/k?compression=zip", "lz4, snappy or none"},
      {"cassandra://h/k?replicaton=3", "did you mean \"replication\""},
      {"cassandra://h/k?password=secret", "never contains a password"},
      {"cassandra://h/k?local_dc=a&local_dc=b", "given twice"},
      {"cassandra://h/k?local_dc", "has no value"},
      {"cassandra://h/k?local_dc=%zz", "invalid escape \"%zz\""},
      {"cassandra://h/k?local_dc=%ff", "not UTF-8"},
  };
  for (const auto& [url, message] : kCases) {
    const Status status = ParseCassandraUrl(url).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url << ": " << status;
    EXPECT_THAT(MessageOf(status), HasSubstr(message)) << url;
  }
  EXPECT_THAT(MessageOf(ParseCassandraUrl("cassandra://h/k?password=secret").status()), Not(HasSubstr("=secret")));
}

TEST(CassandraUrl, NeverShowsAPassword) {
  for (const char* url :
       {"cassandra://u:secret@h/k", "cassandra:/u:secret@h/k", "cassandra:u:secret@h", "cassandra://@secret",
        "cassandra://u:secret?more@h/k", "cassandra://u:more/secret@h/k", "cassandra://h/k?user=u:secret@h"}) {
    const Status status = ParseCassandraUrl(url).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url << ": " << status;
    EXPECT_THAT(MessageOf(status), AllOf(HasSubstr("user=NAME&password_file=FILE"), Not(HasSubstr("secret")))) << url;
  }
  EXPECT_EQ(Parsed("cassandra://h/k?local_dc=a%40b").local_dc, "a@b");
}

TEST(CassandraUrl, NamesThePasswordsFileThatItCannotRead) {
  EXPECT_THAT(MessageOf(ParseCassandraUrl("cassandra://h/k?user=u&password_file=/no/such").status()),
              HasSubstr("/no/such"));
}

}  // namespace
}  // namespace earshot
