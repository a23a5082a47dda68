// Texts of AWS's request framework, the same for every service. AWS rewords its texts: each group says when
// and where it was seen. "docs" is AWS documentation, "field" is AWS output quoted by its users, "assumed" is
// unchecked.
#pragma once

#include <string_view>

namespace stator::aws::messages {

// Authentication (field, 2024).
inline constexpr std::string_view kMissingToken = "Request is missing Authentication Token";
inline constexpr std::string_view kTwoAuthentications =
    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.";
inline constexpr std::string_view kHeaderNeedsCredential =
    "Authorization header requires 'Credential' parameter. ";
inline constexpr std::string_view kHeaderNeedsSignature =
    "Authorization header requires 'Signature' parameter. ";
inline constexpr std::string_view kHeaderNeedsSignedHeaders =
    "Authorization header requires 'SignedHeaders' parameter. ";
inline constexpr std::string_view kHeaderNeedsDate =
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
inline constexpr std::string_view kQueryNeeds = "AWS query-string parameters must include '";
inline constexpr std::string_view kQueryReexamine = "Re-examine the query-string parameters.";
inline constexpr std::string_view kCredentialParts =
    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '";

// Wrong JSON types (field, 2024). db/model/messages.h has the same phrases for attribute values.
inline constexpr std::string_view kUnexpectedToken = "Unexpected token received from parser";
inline constexpr std::string_view kStructureNotExpected =
    "Start of structure or map found where not expected";
inline constexpr std::string_view kListNotExpected = "Start of list found where not expected";
inline constexpr std::string_view kUnexpectedFieldType = "Unexpected field type";
inline constexpr std::string_view kCannotBeConverted = " cannot be converted to ";

// Constraints (docs and field, 2026-08).
inline constexpr std::string_view kMustNotBeNull = "Member must not be null";
inline constexpr std::string_view kLengthAtLeast = "Member must have length greater than or equal to ";
inline constexpr std::string_view kLengthAtMost = "Member must have length less than or equal to ";
inline constexpr std::string_view kValueAtLeast = "Member must have value greater than or equal to ";
inline constexpr std::string_view kValueAtMost = "Member must have value less than or equal to ";
inline constexpr std::string_view kMustMatch = "Member must satisfy regular expression pattern: ";
inline constexpr std::string_view kMustBeOneOf = "Member must satisfy enum value set: ";
inline constexpr std::string_view kElementsMust = "Member must satisfy constraint: ";
inline constexpr std::string_view kMapKeysMust = "Map keys must satisfy constraint: ";
inline constexpr std::string_view kMapValuesMust = "Map value must satisfy constraint: ";

// assumed
inline constexpr std::string_view kInternal = "Internal server error";
inline constexpr std::string_view kNoMemory = "The memory for requests and responses is in use: try again";

}  // namespace stator::aws::messages
