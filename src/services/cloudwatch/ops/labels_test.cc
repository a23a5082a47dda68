#include "services/cloudwatch/ops/labels.h"

#include <gtest/gtest.h>

#include <vector>

namespace stator::services::cloudwatch {
namespace {

using monitoring::math::Point;

constexpr std::int64_t kTen = 1'795'341'600;  // 2026-11-22T10:00:00Z

class LabelsTest : public ::testing::Test {
 protected:
  LabelsTest() {
    facts_.default_label = "Errors";
    facts_.points = points_;
    facts_.metric = &metric_;
    facts_.statistic = "p99.9";
    facts_.period_seconds = 300;
    facts_.account = "000000000000";
    facts_.region = "eu-west-1";
    facts_.now_seconds = kTen + 2 * 24 * 3600 + 3661;
  }
  std::string expand(std::string_view label) const { return expand_label(label, facts_); }

  const std::vector<Point> points_ = {{kTen, 4}, {kTen + 60, 1.5}, {kTen + 120, 9}, {kTen + 300, 1.5}};
  const monitoring::Metric metric_ = {"AWS/Lambda", "Errors", {{"FunctionName", "f"}, {"it's", "odd"}}};
  LabelFacts facts_;
};

TEST_F(LabelsTest, StatisticsOfTheValues) {
  EXPECT_EQ(expand("${AVG} ${SUM} ${DATAPOINT_COUNT}"), "4 16 4");
  EXPECT_EQ(expand("${FIRST} ${LAST} ${FIRST_LAST_RANGE}"), "4 1.5 -2.5");
  EXPECT_EQ(expand("${MIN}-${MAX}: ${MIN_MAX_RANGE}"), "1.5-9: 7.5");
}

TEST_F(LabelsTest, Times) {
  EXPECT_EQ(expand("${FIRST_TIME} to ${LAST_TIME}"), "2026-11-22 10:00:00 to 2026-11-22 10:05:00");
  EXPECT_EQ(expand("${MIN_TIME}, ${MAX_TIME}"), "2026-11-22 10:01:00, 2026-11-22 10:02:00");
  EXPECT_EQ(expand("${FIRST_LAST_TIME_RANGE}, ${MIN_MAX_TIME_RANGE}"), "5m, 1m");
  EXPECT_EQ(expand("${FIRST_TIME_RELATIVE}"), "2d 1h 1m 1s");
  EXPECT_EQ(expand("${LAST_TIME_RELATIVE}"), "2d 56m 1s");
  EXPECT_EQ(expand("${MIN_TIME_RELATIVE} ${MAX_TIME_RELATIVE}"), "2d 1h 1s 2d 59m 1s");
  facts_.now_seconds = kTen;
  EXPECT_EQ(expand("${FIRST_TIME_RELATIVE} ${LAST_TIME_RELATIVE}"), "0s 5m");
}

TEST_F(LabelsTest, TimeZones) {
  facts_.zone_seconds = *parse_zone("+0130");
  EXPECT_EQ(expand("${FIRST_TIME}"), "2026-11-22 11:30:00");
  facts_.zone_seconds = *parse_zone("-1130");
  EXPECT_EQ(expand("${FIRST_TIME}"), "2026-11-21 22:30:00");
  EXPECT_EQ(parse_zone("+0000"), 0);
  EXPECT_EQ(parse_zone("-0000"), 0);
  EXPECT_EQ(parse_zone("+2359"), 23 * 3600 + 59 * 60);
  for (const char* text : {"", "0130", "+130", "+01:30", "+2400", "+0060", "+01300", "*0130", "+0l30", "Z"})
    EXPECT_EQ(parse_zone(text), std::nullopt) << text;
}

TEST_F(LabelsTest, Properties) {
  EXPECT_EQ(expand("${PROP('Namespace')} ${PROP('MetricName')} ${PROP('Stat')} ${PROP('Period')}"),
            "AWS/Lambda Errors p99.9 300");
  EXPECT_EQ(expand("${PROP('AccountId')} ${PROP('Region')}"), "000000000000 eu-west-1");
  EXPECT_EQ(expand("${PROP('Dim.FunctionName')} ${PROP('Dim.it's')}"), "f odd");
  EXPECT_EQ(expand("${PROP('Dim.functionname')} ${PROP('Dim.')} ${PROP('AccountLabel')} ${PROP('x')}"),
            "-- -- -- --");
}

TEST_F(LabelsTest, WhatASeriesDoesNotHave) {
  facts_.metric = nullptr;
  EXPECT_EQ(expand("${PROP('MetricName')} ${PROP('Dim.FunctionName')} ${PROP('Region')}"), "-- -- eu-west-1");
  facts_.points = {};
  EXPECT_EQ(expand("${DATAPOINT_COUNT} ${AVG} ${LAST_TIME} ${MIN_MAX_TIME_RANGE}"), "0 -- -- --");
}

TEST_F(LabelsTest, TheDefaultLabelAndPlainText) {
  EXPECT_EQ(expand("[max: ${MAX} Errors for Function Name ${LABEL}]"),
            "[max: 9 Errors for Function Name Errors]");
  for (const char* text :
       {"", "plain", "$", "${", "${}", "${avg}", "${AVG", "$AVG", "$ {AVG}", "${PROP('Region'}",
        "${PROP(Region)}", "${NOTHING}", "${A_NAME_THAT_IS_MUCH_LONGER_THAN_ALL}"}) {
    EXPECT_EQ(expand(text), text);
    EXPECT_FALSE(is_dynamic(text)) << text;
  }
  EXPECT_EQ(expand("$${MIN}$"), "$1.5$");
  EXPECT_EQ(expand("${${MIN}}"), "${1.5}");
  EXPECT_TRUE(is_dynamic("a ${b} ${MAX}"));
  EXPECT_TRUE(is_dynamic("${PROP('Dim.x')}"));
}

TEST_F(LabelsTest, LongLabels) {
  const std::string plain(kMaxLabelBytes - 1, 'x');
  EXPECT_EQ(expand(plain + "${MAX}${MIN}"), plain + "9${MIN}");
  EXPECT_EQ(expand("x" + plain + "${MAX}"), "x" + plain + "${MAX}");
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "${PROP('";
  EXPECT_FALSE(is_dynamic(many));
}

}  // namespace
}  // namespace stator::services::cloudwatch
