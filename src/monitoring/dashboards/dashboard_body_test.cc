#include "monitoring/dashboards/dashboard_body.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace stator::monitoring::dashboards {
namespace {

// "path: message" of each error, a line each.
std::string errors_of(const std::string& body) {
  const auto check = check_body(body);
  if (!check) return "no JSON object";
  std::string text;
  for (const Finding& finding : check->errors) text += finding.data_path + ": " + finding.message + "\n";
  return text;
}

std::string with_widget(std::string_view widget) { return fmt::format(R"({{"widgets":[{}]}})", widget); }

// Of the only widget, which has this type and these properties.
std::string errors_of_widget(std::string_view type, std::string_view properties) {
  return errors_of(with_widget(fmt::format(R"({{"type":"{}","properties":{}}})", type, properties)));
}

std::string with_widgets(std::size_t number) {
  std::string list;
  for (std::size_t i = 0; i < number; ++i)
    list += std::string(i == 0 ? "" : ",") + R"({"type":"text","properties":{"markdown":""}})";
  return with_widget(list);
}

TEST(DashboardBodyTest, TheExampleOfTheReference) {
  EXPECT_EQ(errors_of(R"({"start":"-PT6H","periodOverride":"inherit","widgets":[
      {"type":"metric","x":0,"y":0,"width":12,"height":6,"properties":{
        "metrics":[["AWS/EC2","CPUUtilization","InstanceId","i-012345"]],"period":300,"stat":"Average",
        "region":"us-east-1","title":"EC2 Instance CPU","liveData":false,"legend":{"position":"right"}}},
      {"type":"text","x":0,"y":7,"width":3,"height":3,"properties":{"markdown":"Hello world"}}]})"),
            "");
  EXPECT_EQ(errors_of(R"({"widgets":[]})"), "");
}

TEST(DashboardBodyTest, MustBeAnObjectWithWidgets) {
  EXPECT_EQ(errors_of(""), "no JSON object");
  EXPECT_EQ(errors_of("{"), "no JSON object");
  EXPECT_EQ(errors_of("[]"), "no JSON object");
  EXPECT_EQ(errors_of("\"widgets\""), "no JSON object");
  EXPECT_EQ(errors_of("{}"), ": Should have required property 'widgets'\n");
  EXPECT_EQ(errors_of(R"({"widgets":{}})"), "/widgets: Should be array\n");
  EXPECT_EQ(errors_of(R"({"widgets":[],"variables":[]})"), "");
  EXPECT_EQ(errors_of(R"({"widgets":[],"variables":{}})"), "/variables: Should be array\n");
  EXPECT_EQ(errors_of(R"({"widgets":1,"widgets":[]})"), "");  // the last one counts
}

TEST(DashboardBodyTest, PeriodAndTimes) {
  EXPECT_EQ(errors_of(R"({"widgets":[],"periodOverride":"auto"})"), "");
  EXPECT_EQ(errors_of(R"({"widgets":[],"periodOverride":"never"})"),
            "/periodOverride: Should be equal to one of the allowed values\n");
  EXPECT_EQ(errors_of(R"({"widgets":[],"start":6,"end":7})"),
            "/start: Should be string\n/end: Should be string\n");
}

TEST(DashboardBodyTest, NumberOfWidgets) {
  EXPECT_EQ(errors_of(with_widgets(kMaxWidgets)), "");
  EXPECT_EQ(errors_of(with_widgets(kMaxWidgets + 1)), "/widgets: Should NOT have more than 500 items\n");
}

TEST(DashboardBodyTest, Widgets) {
  EXPECT_EQ(errors_of(with_widget("1")), "/widgets/0: Should be object\n");
  EXPECT_EQ(errors_of(with_widget("{}")),
            "/widgets/0: Should have required property 'type'\n"
            "/widgets/0: Should have required property 'properties'\n");
  EXPECT_EQ(errors_of(with_widget(R"({"type":1,"properties":[]})")),
            "/widgets/0/type: Should be string\n/widgets/0/properties: Should be object\n");
}

TEST(DashboardBodyTest, Places) {
  const auto at = [](std::string_view place) {
    return errors_of(
        with_widget(fmt::format(R"({{"type":"text","properties":{{"markdown":""}},{}}})", place)));
  };
  EXPECT_EQ(at(R"("x":0,"y":0,"width":1,"height":1)"), "");
  EXPECT_EQ(at(R"("x":23,"y":100000,"width":24,"height":1000)"), "");
  EXPECT_EQ(at(R"("x":2.0,"width":1e1)"), "");
  EXPECT_EQ(at(R"("x":-1,"y":-1,"width":0,"height":0)"),
            "/widgets/0/x: Should be >= 0\n/widgets/0/y: Should be >= 0\n"
            "/widgets/0/width: Should be >= 1\n/widgets/0/height: Should be >= 1\n");
  EXPECT_EQ(at(R"("x":24,"width":25,"height":1001)"),
            "/widgets/0/x: Should be <= 23\n/widgets/0/width: Should be <= 24\n"
            "/widgets/0/height: Should be <= 1000\n");
  EXPECT_EQ(at(R"("x":"1","y":1.5)"), "/widgets/0/x: Should be integer\n/widgets/0/y: Should be integer\n");
}

// As aws-samples/aws-eda-slurm-cluster#116 has it.
TEST(DashboardBodyTest, MetricWidgetsNeedARegionAndMetricsOrAnAlarm) {
  EXPECT_EQ(errors_of_widget("metric", R"({"region":"us-east-1"})"),
            "/widgets/0/properties: Should have required property 'metrics'\n"
            "/widgets/0/properties: The metric widget should have specified a region and a data source or an "
            "alarm annotation\n"
            "/widgets/0/properties: Should have required property 'annotations'\n");
  EXPECT_EQ(errors_of_widget("metric", R"({"metrics":[]})"),
            "/widgets/0/properties: Should have required property 'region'\n"
            "/widgets/0/properties: The metric widget should have specified a region and a data source or an "
            "alarm annotation\n"
            "/widgets/0/properties: Should have required property 'annotations'\n");
  EXPECT_EQ(errors_of_widget("metric", R"({"region":"us-east-1","metrics":[]})"), "");
  EXPECT_EQ(errors_of_widget("metric", R"({"annotations":{"alarms":["arn"]}})"), "");
  EXPECT_EQ(errors_of_widget("metric", R"({"region":"us-east-1","insightRule":{}})"), "");
}

// As pulumi/pulumi#13059 has it.
TEST(DashboardBodyTest, MetricsAreListsOfTexts) {
  const auto with = [](std::string_view metrics) {
    return errors_of_widget("metric", fmt::format(R"({{"region":"us-east-1","metrics":{}}})", metrics));
  };
  const std::string message =
      "Field \"metrics\" has to be an array of array of strings, with an optional metricRenderer object as "
      "last element\n";
  const std::string place = "/widgets/0/properties/metrics";
  EXPECT_EQ(with(R"(["AWS/EC2","CPUUtilization"])"), place + "/0: Should be array\n" + place +
                                                         "/0: " + message + place + "/1: Should be array\n" +
                                                         place + "/1: " + message);
  EXPECT_EQ(with(R"([["N","m"],["N","m","a","1",{"label":"x"}],[{"expression":"1"}],["."]])"), "");
  EXPECT_EQ(with(R"([["N",{"label":"x"},"m"]])"), place + "/0: " + message);
  EXPECT_EQ(with(R"([["N","m"],["N",1]])"), place + "/1: " + message);
  EXPECT_EQ(with("{}"), place + ": Should be array\n");
}

TEST(DashboardBodyTest, TextAndAlarmWidgets) {
  EXPECT_EQ(errors_of_widget("text", "{}"),
            "/widgets/0/properties: Should have required property 'markdown'\n");
  EXPECT_EQ(errors_of_widget("text", R"({"markdown":1})"),
            "/widgets/0/properties/markdown: Should be string\n");
  EXPECT_EQ(errors_of_widget("alarm", "{}"),
            "/widgets/0/properties: Should have required property 'alarms'\n");
  EXPECT_EQ(errors_of_widget("alarm", R"({"alarms":"a"})"),
            "/widgets/0/properties/alarms: Should be array\n");
  EXPECT_EQ(errors_of_widget("alarm", R"({"alarms":[]})"),
            "/widgets/0/properties/alarms: Should NOT have less than 1 items\n");
  std::string list = R"("a")";
  for (std::size_t i = 1; i < kMaxWidgetAlarms; ++i) list += R"(,"a")";
  EXPECT_EQ(errors_of_widget("alarm", fmt::format(R"({{"alarms":[{}]}})", list)), "");
  EXPECT_EQ(errors_of_widget("alarm", fmt::format(R"({{"alarms":[{},"a"]}})", list)),
            "/widgets/0/properties/alarms: Should NOT have more than 100 items\n");
}

TEST(DashboardBodyTest, UnknownTypesAreTakenWithAWarning) {
  const auto known = check_body(with_widget(R"({"type":"log","properties":{}})"));
  EXPECT_TRUE(known->warnings.empty());
  const auto check = check_body(with_widget(R"({"type":"new","properties":{}})"));
  EXPECT_TRUE(check->errors.empty());
  ASSERT_EQ(check->warnings.size(), 1u);
  EXPECT_EQ(check->warnings[0].data_path, "/widgets/0/type");
}

TEST(DashboardBodyTest, TellsABoundedNumberOfErrors) {
  std::string metrics = "1";
  for (int i = 0; i < 100'000; ++i) metrics += ",1";
  const auto check = check_body(with_widget(
      fmt::format(R"({{"type":"metric","properties":{{"region":"r","metrics":[{}]}}}})", metrics)));
  EXPECT_EQ(check->errors.size(), kMaxFindings);
}

}  // namespace
}  // namespace stator::monitoring::dashboards
