#include "stores/sstable/statistics.h"

#include <array>
#include <bit>
#include <limits>
#include <string_view>

#include "base/bytes.h"
#include "stores/sstable/checksum.h"
#include "stores/sstable/key_filter.h"
#include "stores/sstable/serialization_header.h"

namespace earshot {
namespace {

constexpr std::string_view kPartitioner = "org.apache.cassandra.dht.Murmur3Partitioner";
constexpr int32_t kNever = std::numeric_limits<int32_t>::max();  // as the time when something is to be removed

void AppendDouble(double value, std::string* out) { AppendBigEndian(std::bit_cast<uint64_t>(value), out); }

void AppendInt(int32_t value, std::string* out) { AppendBigEndian(value, out); }

void AppendLong(uint64_t value, std::string* out) { AppendBigEndian(value, out); }

void AppendFalse(std::string* out) { out->push_back('\0'); }

void AppendNoCommitLogPosition(std::string* out) {
  AppendBigEndian<int64_t>(-1, out);
  AppendInt(0, out);
}

std::string ValidationOf() {
  std::string out;
  AppendBigEndian(static_cast<uint16_t>(kPartitioner.size()), &out);
  out.append(kPartitioner);
  AppendDouble(KeyFilter::kFalsePositives, &out);
  return out;
}

std::string CompactionOf(const KeySketch& keys) {
  std::string sketch;
  keys.AppendTo(&sketch);
  std::string out;
  AppendInt(static_cast<int32_t>(sketch.size()), &out);
  return out.append(sketch);
}

std::string StatsOf(const SSTableStatistics& statistics) {
  std::string out;
  statistics.partition_bytes.AppendTo(&out);
  statistics.partition_values.AppendTo(&out);
  AppendNoCommitLogPosition(&out);
  for (int i = 0; i < 2; ++i) AppendBigEndian(statistics.timestamp_us, &out);  // least and greatest
  for (int i = 0; i < 2; ++i) AppendInt(kNever, &out);                         // the times of removals
  for (int i = 0; i < 2; ++i) AppendInt(0, &out);                              // times to live
  AppendDouble(statistics.compression_ratio, &out);
  for (int i = 0; i < 2; ++i) AppendInt(0, &out);  // a histogram of removals: none
  AppendInt(0, &out);                              // level
  AppendLong(0, &out);                             // repaired at
  statistics.clusterings.AppendTo(&out);
  AppendFalse(&out);  // parts of counters
  AppendLong(statistics.values, &out);
  AppendLong(statistics.rows, &out);
  AppendNoCommitLogPosition(&out);
  AppendInt(0, &out);  // intervals of the commit log
  AppendFalse(&out);   // pending repair
  AppendFalse(&out);   // transient
  out.push_back(statistics.host_id.has_value() ? 1 : 0);
  if (statistics.host_id.has_value()) out.append(statistics.host_id->begin(), statistics.host_id->end());
  return out;
}

}  // namespace

// How many components there are, then their types and where they begin, then the components; each of these is followed
// by its checksum.
std::string Serialized(const SSTableStatistics& statistics) {
  const std::array<std::string, 4> components = {ValidationOf(), CompactionOf(statistics.keys), StatsOf(statistics),
                                                 SerializationHeader(statistics.table, statistics.timestamp_us)};
  std::string out;
  AppendInt(components.size(), &out);
  const uint32_t count_checksum = Crc32(out);
  AppendBigEndian(count_checksum, &out);
  std::string contents;
  size_t offset = out.size() + components.size() * 2 * sizeof(int32_t) + sizeof(uint32_t);
  for (size_t type = 0; type < components.size(); ++type) {
    AppendInt(static_cast<int32_t>(type), &contents);
    AppendInt(static_cast<int32_t>(offset), &contents);
    offset += components[type].size() + sizeof(uint32_t);
  }
  out.append(contents);
  // This one goes on from that of the count.
  AppendBigEndian(Crc32(contents, count_checksum), &out);
  for (const std::string& component : components) {
    out.append(component);
    AppendBigEndian(Crc32(component), &out);
  }
  return out;
}

}  // namespace earshot
