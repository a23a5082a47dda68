#include "services/s3/common/form.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/block_on.h"
#include "services/s3/common/form_policy.h"
#include "services/s3/common/text.h"

namespace stator::services::s3 {
namespace {

class TextStream final : public net::BodyStream {
 public:
  explicit TextStream(std::string text) : text_(std::move(text)) {}
  std::optional<std::uint64_t> length() const override { return text_.size(); }
  base::Task<base::Result<std::size_t, net::BodyError>> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, count, out.data());
    at_ += count;
    co_return count;
  }
  bool ended() const { return at_ == text_.size(); }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

struct Posted {
  std::string error;  // its code; of the file: "cut off"
  Form form;
  std::string file;
  std::uint64_t likely_bytes = 0;
  bool all_read = false;
};

// The file is read `step` bytes at a time.
Posted post(std::string body, std::size_t step = 1000,
            std::string_view type = "multipart/form-data; boundary=B") {
  TextStream stream(std::move(body));
  net::Request request;
  const net::Header header{"Content-Type", type};
  request.headers = {&header, 1};
  request.stream = &stream;
  FormReader reader(request);
  auto form = base::block_on(reader.read_form());
  Posted posted;
  if (!form.ok()) {
    posted.error = form.error().code;
    return posted;
  }
  posted.form = *std::move(form);
  posted.likely_bytes = reader.likely_file_bytes();
  if (!posted.form.has_file) return posted;
  std::string buffer(step, '\0');
  for (;;) {
    auto count = base::block_on(reader.read(buffer));
    if (!count.ok()) {
      posted.error = "cut off";
      return posted;
    }
    posted.file.append(buffer, 0, *count);
    if (*count < buffer.size()) break;
  }
  posted.all_read = stream.ended();
  return posted;
}

std::string field(std::string_view name, std::string_view value) {
  return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
         std::string(value) + "\r\n";
}

std::string file(std::string_view bytes, std::string_view name = "x.txt") {
  return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + std::string(name) +
         "\"\r\nContent-Type: text/plain\r\n\r\n" + std::string(bytes) + "\r\n";
}

constexpr std::string_view kEnd = "--B--\r\n";

TEST(UploadForm, HowEverItIsRead) {
  const std::string bytes = "a\r\n--\r\n--b\r\n-\r\n\r\n--" + std::string(100, 'x');
  const std::string body =
      field("key", "k") + field("Empty", "") + file(bytes) + field("after", "1") + "--B--\r\n";
  for (std::size_t step = 1; step < 130; ++step) {
    const Posted posted = post(body, step);
    ASSERT_EQ(posted.error, "");
    EXPECT_EQ(posted.form.fields,
              (std::vector<std::pair<std::string, std::string>>{{"key", "k"}, {"empty", ""}}));
    EXPECT_EQ(posted.form.file_name, "x.txt");
    EXPECT_EQ(posted.file, bytes);
    EXPECT_TRUE(posted.all_read);
  }
  EXPECT_EQ(post(field("key", "k") + file(bytes) + std::string(kEnd)).likely_bytes, bytes.size());
}

TEST(UploadForm, LargeFiles) {
  for (const std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 1'000'000u}) {
    std::string bytes(size, 'y');
    for (std::size_t i = 0; i < size; i += 7) bytes[i] = "\r\n-B"[i % 4];
    const Posted posted = post(file(bytes) + std::string(kEnd), 256 * 1024);
    EXPECT_EQ(posted.error, "");
    EXPECT_TRUE(posted.file == bytes) << size;
  }
}

TEST(UploadForm, FormsOfOtherPrograms) {
  const std::string body =
      "a preamble\r\n--the boundary \r\ncontent-disposition: form-data ; filename = a ; name=KEY\r\n\r\nv\r\n"
      "--the boundary\r\nX: "
      "y\r\nCONTENT-DISPOSITION:form-data;name=file;filename=\"C:\\\\d\\\\q\\\"\"\r\n\r\nb"
      "\r\n--the boundary--";
  const Posted posted = post(body, 1000, "Multipart/Form-Data; charset=utf-8; Boundary=\"the boundary\"");
  EXPECT_EQ(posted.error, "");
  EXPECT_EQ(posted.form.field("key"), "v");
  EXPECT_EQ(posted.form.file_name, "q\"");
  EXPECT_EQ(posted.file, "b");
}

TEST(UploadForm, OneFieldOfAName) {
  const Posted posted = post(field("key", "first") + field("Key", "second") + file("") + std::string(kEnd));
  EXPECT_EQ(posted.form.fields.size(), 1u);
  EXPECT_EQ(posted.form.field("key"), "first");
}

TEST(UploadForm, WhatIsNone) {
  const std::string good = field("key", "k") + file("x");
  EXPECT_EQ(post(good + std::string(kEnd), 10, "multipart/form-data").error, "MalformedPOSTRequest");
  EXPECT_EQ(post(good, 10, "multipart/form-data; boundary=").error, "MalformedPOSTRequest");
  EXPECT_EQ(
      post("--" + std::string(70, 'b') + "--", 10, "multipart/form-data; boundary=" + std::string(70, 'b'))
          .error,
      "");
  EXPECT_EQ(
      post("--" + std::string(71, 'b') + "--", 10, "multipart/form-data; boundary=" + std::string(71, 'b'))
          .error,
      "MalformedPOSTRequest");
  for (const std::string body :
       {"", "--B", "--C\r\n", "--B\r\n\r\nv\r\n--B--", "--B\r\nA: b\r\n\r\nv\r\n--B--",
        "--Bx\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--B--"}) {
    EXPECT_EQ(post(body).error, "MalformedPOSTRequest") << body;
  }
  EXPECT_EQ(post(field("key", "k")).error, "MalformedPOSTRequest");
  EXPECT_FALSE(post(field("key", "k") + std::string(kEnd)).form.has_file);
  EXPECT_EQ(post(good).error, "cut off");
  EXPECT_EQ(post(good + "--").error, "cut off");
}

TEST(UploadForm, WhatComesBeforeTheFileIsBounded) {
  const std::size_t around = field("a", "").size() + file("").size() - 2;
  const std::string most(kMaxFormBytes - around, 'v');
  EXPECT_EQ(post(field("a", most) + file("x") + std::string(kEnd)).error, "");
  EXPECT_EQ(post(field("a", most + "v") + file("x") + std::string(kEnd)).error,
            "MaxPostPreDataLengthExceededError");
  EXPECT_EQ(post(std::string(1'000'000, 'x')).error, "MaxPostPreDataLengthExceededError");
}

TEST(UploadForm, WhatFollowsTheFileIsReadAsFarAsThat) {
  EXPECT_TRUE(post(file("x") + field("a", std::string(10'000, 'v')) + std::string(kEnd)).all_read);
  EXPECT_FALSE(post(file("x") + field("a", std::string(1'000'000, 'v')) + std::string(kEnd)).all_read);
}

TEST(UploadForm, WhichRequestsAreOne) {
  const net::Header type{"content-type", "multipart/form-data; boundary=B"};
  net::Request request;
  request.method = "POST";
  request.path = "/bucket";
  request.headers = {&type, 1};
  EXPECT_TRUE(is_form_upload(request));
  for (const std::string_view path : {"/", "/bucket/key", "/b", ""}) {
    request.path = path;
    EXPECT_FALSE(is_form_upload(request)) << path;
  }
  const net::Header with_host[] = {type, {"host", "bucket.localhost:8000"}};
  request.headers = with_host;
  request.path = "/";
  EXPECT_TRUE(is_form_upload(request));
  request.query = "delete";
  EXPECT_FALSE(is_form_upload(request));
  request.query = "";
  request.method = "PUT";
  EXPECT_FALSE(is_form_upload(request));
}

constexpr std::int64_t kNow = 1'000'000'000'000;  // 2001-09-09T01:46:40Z

using Inputs = std::vector<std::pair<std::string, std::string>>;

std::string outcome(std::string_view conditions, const Inputs& inputs,
                    std::string_view expiration = "2001-09-09T01:46:41Z") {
  const std::string policy = R"({"expiration": ")" + std::string(expiration) + R"(", "conditions": [)" +
                             std::string(conditions) + "]}";
  const auto limits = check_form_policy(base64(policy), inputs, kNow);
  if (limits.ok()) return std::to_string(limits->min) + "-" + std::to_string(limits->max);
  return limits.error().code + ": " + limits.error().message;
}

constexpr std::string_view kAll = "0-18446744073709551615";
const std::string kFailed = "AccessDenied: Invalid according to Policy: Policy Condition failed: ";

TEST(FormPolicy, Conditions) {
  const Inputs inputs = {{"key", "user/a"}, {"content-type", "image/a, image/b"}};
  const std::string type = R"(["starts-with", "$Content-Type", "image/"])";
  EXPECT_EQ(outcome(R"({"key": "user/a"}, )" + type, inputs), kAll);
  EXPECT_EQ(outcome(R"(["EQ", "$KEY", "user/a"], )" + type, inputs), kAll);
  EXPECT_EQ(outcome(R"(["starts-with", "$key", ""], )" + type, inputs), kAll);
  EXPECT_EQ(outcome(R"({"Key": "user/b"}, )" + type, inputs), kFailed + R"(["eq", "$Key", "user/b"])");
  EXPECT_EQ(outcome(R"(["starts-with","$key","USER/"])", inputs),
            kFailed + R"(["starts-with", "$key", "USER/"])");
  EXPECT_EQ(outcome(R"(["starts-with", "$content-type", "image/a"])", inputs),
            kFailed + R"(["starts-with", "$content-type", "image/a"])");
  EXPECT_EQ(outcome(R"(["starts-with", "$acl", ""])", inputs), kFailed + R"(["starts-with", "$acl", ""])");
  for (const char* wrong :
       {R"(["eq", "key", "user/a"])", R"(["eq", "$key"])", R"(["like", "$key", "user/a"])",
        R"(["eq", "$key", 5])", R"("key")", "[]", R"([1, 2, 3])"}) {
    EXPECT_TRUE(outcome(wrong, inputs).starts_with(kFailed)) << wrong << outcome(wrong, inputs);
  }
  EXPECT_EQ(outcome(R"({"key": null})", inputs), "InvalidPolicyDocument: Invalid Policy: Invalid JSON.");
}

TEST(FormPolicy, AllInputsAreToldOf) {
  const Inputs inputs = {
      {"key", "a"}, {"x-ignore-b", ""}, {"policy", ""}, {"x-amz-signature", ""}, {"bucket", "b"}};
  EXPECT_EQ(outcome(R"({"key": "a"})", inputs),
            "AccessDenied: Invalid according to Policy: Extra input fields: bucket");
  EXPECT_EQ(outcome(R"({"key": "a", "bucket": "b"})", inputs), kAll);
}

TEST(FormPolicy, Sizes) {
  EXPECT_EQ(outcome(R"(["content-length-range", 1, 1000])", {}), "1-1000");
  EXPECT_EQ(outcome(R"(["content-length-range", "1", "1000"], ["content-length-range", 5, 2000])", {}),
            "5-1000");
  for (const char* wrong : {"-1, 5", "5, 4", "1.5, 4", "\"a\", 5", "null, 5"})
    EXPECT_TRUE(outcome(std::string(R"(["content-length-range", )") + wrong + "]", {}).starts_with(kFailed));
}

TEST(FormPolicy, Documents) {
  EXPECT_EQ(outcome("", {}, "2001-09-09T01:46:40Z"),
            "AccessDenied: Invalid according to Policy: Policy expired.");
  EXPECT_EQ(outcome("", {}, "2001-09-09T01:46:40.001Z"), kAll);
  EXPECT_TRUE(outcome("", {}, "tomorrow").starts_with("InvalidPolicyDocument"));
  for (const char* document : {"", "{", "[]", "{}", R"({"expiration": "2101-01-01T00:00:00Z"})",
                               R"({"conditions": []})", R"({"expiration": 5, "conditions": []})",
                               R"({"expiration": "2101-01-01T00:00:00Z", "conditions": {}})",
                               R"({"expiration": "2101-01-01T00:00:00Z", "conditions": [], "more": 1})"}) {
    const auto limits = check_form_policy(base64(document), {}, kNow);
    ASSERT_FALSE(limits.ok()) << document;
    EXPECT_EQ(limits.error().code, "InvalidPolicyDocument") << document;
  }
  EXPECT_FALSE(check_form_policy("no base64", {}, kNow).ok());
}

}  // namespace
}  // namespace stator::services::s3
