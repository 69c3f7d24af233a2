#include "stores/sstable/statistics.h"

#include <gtest/gtest.h>

#include "cql/cells.h"
#include "cql/murmur2.h"
#include "rows/row_testing.h"
#include "stores/sstable/serialization_header.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

constexpr size_t kComponents = 4;
constexpr size_t kContentsEnd = 4 + 4 + 8 * kComponents;

// The components, each checked against its checksum.
std::vector<std::string> ComponentsOf(const std::string& file) {
  const auto number = [&](size_t at) { return ReadBigEndian<uint32_t>(file.data() + at); };
  EXPECT_EQ(number(0), kComponents);
  EXPECT_EQ(number(4), Crc32(file.substr(0, 4)));
  EXPECT_EQ(number(kContentsEnd), Crc32(file.substr(0, 4) + file.substr(8, kContentsEnd - 8)));
  std::vector<std::string> components;
  for (size_t i = 0; i < kComponents; ++i) {
    EXPECT_EQ(number(8 + 8 * i), i);
    const size_t begin = number(12 + 8 * i);
    const size_t end = i + 1 < kComponents ? number(12 + 8 * (i + 1)) : file.size();
    components.push_back(file.substr(begin, end - begin - 4));
    EXPECT_EQ(number(end - 4), Crc32(components.back())) << i;
  }
  EXPECT_EQ(number(12), kContentsEnd + 4);
  return components;
}

TEST(Statistics, HaveFourComponentsWithChecksums) {
  const Table table = BuiltinTable("song_at");
  SSTableStatistics statistics(table, 7);
  statistics.keys.Add(CassandraMurmur2("key"));
  const std::vector<std::string> components = ComponentsOf(Serialized(statistics));
  EXPECT_EQ(components[0], std::string("\0\x2borg.apache.cassandra.dht.Murmur3Partitioner", 45) +
                               "\x3f\x84\x7a\xe1\x47\xae\x14\x7b");  // 0.01
  std::string sketch;
  statistics.keys.AppendTo(&sketch);
  EXPECT_EQ(HexOf(components[1]), "00001561" + HexOf(sketch));
  EXPECT_EQ(components[3], SerializationHeader(table, 7));
}

TEST(Statistics, SayWhatTheRowsAre) {
  const Table table = BuiltinTable("song_at");
  SSTableStatistics statistics(table, 7);
  statistics.rows = 3;
  statistics.values = 8;
  statistics.partition_bytes.Add(100);
  statistics.partition_values.Add(8);
  statistics.compression_ratio = 0.5;
  std::string item;
  AppendIntCell(2, &item);
  statistics.clusterings.Add(item, item);
  std::string histograms;
  statistics.partition_bytes.AppendTo(&histograms);
  statistics.partition_values.AppendTo(&histograms);
  EXPECT_EQ(HexOf(ComponentsOf(Serialized(statistics))[2]), HexOf(histograms) +
                                                                "ffffffffffffffff00000000"
                                                                "00000000000000070000000000000007"
                                                                "7fffffff7fffffff"
                                                                "0000000000000000"
                                                                "3fe0000000000000"
                                                                "0000000000000000"
                                                                "00000000"
                                                                "0000000000000000"
                                                                "00000001000400000002"
                                                                "00000001000400000002"
                                                                "00"
                                                                "0000000000000008"
                                                                "0000000000000003"
                                                                "ffffffffffffffff00000000"
                                                                "00000000"
                                                                "00"
                                                                "00"
                                                                "00");
}

TEST(Statistics, EndWithTheHostThatTheyAreOf) {
  const Table table = BuiltinTable("song_at");
  SSTableStatistics statistics(table, 7);
  const std::string of_nobody = ComponentsOf(Serialized(statistics))[2];
  statistics.host_id = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff};
  EXPECT_EQ(HexOf(ComponentsOf(Serialized(statistics))[2]),
            HexOf(of_nobody.substr(0, of_nobody.size() - 1)) + "01000102030405060708090a0b0c0d0eff");
}

}  // namespace
}  // namespace earshot
