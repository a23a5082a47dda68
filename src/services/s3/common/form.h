// A file in a form, as browsers send it: multipart/form-data, RFC 7578.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/request.h"
#include "services/s3/common/error.h"

namespace stator::services::s3 {

// Of all that comes before the file.
inline constexpr std::size_t kMaxFormBytes = 20 * 1024;

struct Form {
  std::vector<std::pair<std::string, std::string>> fields;  // before the file; names in lower case
  std::string file_name;                                    // without folders; may be empty
  bool has_file = false;

  std::optional<std::string_view> field(std::string_view name) const;
  std::string_view field_or_empty(std::string_view name) const { return field(name).value_or(""); }
  // Unless there is one of that name: a policy tells of one.
  void add(std::string name, std::string_view value);
};

// Is it a POST of such a form to a bucket? Its signature, if any, is in the form.
bool is_form_upload(const net::Request& request);

// Reads the form, then is the stream of its file. What follows the file is read, as far as kMaxFormBytes, and
// means nothing. Not thread-safe.
class FormReader final : public net::BodyStream {
 public:
  // `request` has a stream, and outlives this.
  explicit FormReader(const net::Request& request);

  // All fields up to the file. MalformedPOSTRequest; MaxPostPreDataLengthExceededError.
  base::Task<Result<Form>> read_form();

  // How many bytes the file has, if nothing follows it; 0: the client does not say how much it sends.
  std::uint64_t likely_file_bytes() const;

  std::optional<std::uint64_t> length() const override { return std::nullopt; }
  base::Task<base::Result<std::size_t, net::BodyError>> read(std::span<char> buffer) override;

 private:
  enum class Progress { kDone, kMore, kMalformed };

  // Takes the fields out of what is buffered, from its beginning.
  Progress parse(Form* form);
  base::Task<base::Result<base::Ok, net::BodyError>> fill(std::size_t bytes);
  base::Task<> read_rest();

  net::BodyStream& body_;
  std::string delimiter_;  // "\r\n--" and the boundary; empty: there is none
  std::string buffer_;     // what was read and not taken, after "\r\n" at first
  std::uint64_t head_bytes_ = 0;
  bool body_ended_ = false;
  bool file_ended_ = false;
};

}  // namespace stator::services::s3
