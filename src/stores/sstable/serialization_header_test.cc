#include "stores/sstable/serialization_header.h"

#include <gtest/gtest.h>

#include "cql/vint.h"
#include "rows/row_testing.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

constexpr int64_t kEpoch = 1'442'880'000'000'000;
constexpr char kTypes[] = "org.apache.cassandra.db.marshal.";

std::string WithLength(const std::string& text) {
  std::string bytes;
  AppendVint(text.size(), &bytes);
  return bytes + text;
}

std::string TypeOf(const std::string& name) { return WithLength(kTypes + name); }

TEST(SerializationHeader, HasTheTypesOfTheKeyAndOfTheOtherColumnsByName) {
  const std::string composite = std::string(kTypes) + "CompositeType(" + kTypes + "LongType," + kTypes + "LongType)";
  EXPECT_EQ(SerializationHeader(BuiltinTable("session_songs"), kEpoch + 5),
            std::string("\x05\0\0", 3) + WithLength(composite) + "\x01" + TypeOf("Int32Type") + std::string(1, '\0') +
                "\x04" + WithLength("artist") + TypeOf("UTF8Type") + WithLength("first_name") + TypeOf("UTF8Type") +
                WithLength("last_name") + TypeOf("UTF8Type") + WithLength("song") + TypeOf("UTF8Type"));
}

TEST(SerializationHeader, SaysWhichColumnsAreDescending) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['song']\norder=['played_at desc']\n"
      "one_per=['played_at', 'day']\nanswer=['played_at', 'day', 'length']");
  const std::string reversed = std::string(kTypes) + "ReversedType(" + kTypes + "TimestampType)";
  EXPECT_EQ(SerializationHeader(table, kEpoch),
            std::string(3, '\0') + TypeOf("UTF8Type") + "\x02" + WithLength(reversed) + TypeOf("SimpleDateType") +
                std::string(1, '\0') + "\x01" + WithLength("length") + TypeOf("DoubleType"));
}

TEST(SerializationHeader, TakesTimesBeforeTheEpoch) {
  EXPECT_EQ(HexOf(SerializationHeader(BuiltinTable("song_at"), 0).substr(0, 9)), "fffffadfb552258000");
}

}  // namespace
}  // namespace earshot
