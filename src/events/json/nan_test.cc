#include "events/json/nan.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(NaN, OutsideStringsIsNull) {
  EXPECT_EQ(WithNullForNaN(R"({"a":NaN,"b": NaN ,"c":[NaN,1]})"), R"({"a":null,"b": null ,"c":[null,1]})");
  EXPECT_EQ(WithNullForNaN(R"({"a":"NaN \" ,NaN,","b":NaN})"), R"({"a":"NaN \" ,NaN,","b":null})");
  EXPECT_EQ(WithNullForNaN(R"({"a":"x\\","b":NaN})"), R"({"a":"x\\","b":null})");
  for (const char* json :
       {R"({"a":1})", R"({"a":"NaN"})", R"({"a":NaNs})", R"({"a":xNaN})", "NaN", "NaN}", "{NaN", "\"\\"}) {
    EXPECT_FALSE(WithNullForNaN(json).has_value()) << json;
  }
}

}  // namespace
}  // namespace earshot
