// PostObject: a file from a form of a web page.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
#pragma once

#include <vector>

#include "services/s3/common/form.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// The fields that are headers of PutObject, as those, beside what the request itself has to tell. Views into
// both.
std::vector<net::Header> headers_of_form(const Form& form, const net::Request& request);

// Fills the key of a request whose bucket is known, and how large the file may be, by the form's policy.
// Errors: as check_form_policy(); InvalidArgument without a key or a file; KeyTooLongError.
Result<base::Ok> apply_form(Request* request);

base::Task<Result<net::Response>> post_object(Service& service, Request& request);

inline constexpr Operation kPostObject = {"PostObject", "s3:PutObject", "POST", Target::kBucket,
                                          "",           post_object};

}  // namespace stator::services::s3
