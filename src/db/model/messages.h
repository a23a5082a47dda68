// AWS's message texts about values, in one place: AWS rewords them, so each has its source and the date it
// was checked. Texts ending in a space or colon are prefixes.
//
// Sources: [issue] seen verbatim in AWS forum, SDK or tool issue threads; [docs] AWS documentation; [known]
// long known text, not re-checked; [assumed] AWS's exact text is not known, this one follows its siblings.
#pragma once

#include <string_view>

namespace stator::db::messages {

// Numbers. [known] 2024-06
inline constexpr std::string_view kNumberMalformed = "The parameter cannot be converted to a numeric value: ";
inline constexpr std::string_view kNumberEmpty = "The parameter cannot be converted to a numeric value";
inline constexpr std::string_view kNumberTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";
inline constexpr std::string_view kNumberOverflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
inline constexpr std::string_view kNumberUnderflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

// The shape of an AttributeValue. [issue] aws/aws-sdk-js#381, aws/aws-dynamodb-encryption-java#12; 2026-11
inline constexpr std::string_view kAttributeValueEmpty =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
inline constexpr std::string_view kAttributeValueAmbiguous =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
    "datatypes";

// Values that are refused. The sets' two blanks and missing blank are AWS's own.
inline constexpr std::string_view kNullMustBeTrue =  // [known] 2024-06
    "One or more parameter values were invalid: Null attribute value types must have the value of true";
inline constexpr std::string_view kStringSetEmpty =  // [known] 2024-06
    "One or more parameter values were invalid: An string set  may not be empty";
inline constexpr std::string_view kNumberSetEmpty =  // [known] 2024-06
    "One or more parameter values were invalid: An number set  may not be empty";
inline constexpr std::string_view kBinarySetEmpty =  // [known] 2024-06
    "One or more parameter values were invalid: Binary sets should not be empty";
inline constexpr std::string_view kStringSetNull =  // [known] 2024-06
    "One or more parameter values were invalid: An string set may not have a null string as a member";
inline constexpr std::string_view kNumberSetNull =  // [assumed]
    "One or more parameter values were invalid: An number set may not have a null number as a member";
inline constexpr std::string_view kBinarySetNull =  // [assumed]
    "One or more parameter values were invalid: Binary sets may not contain null values";
// Followed by the elements as sent: "[a, a]", then the end.
inline constexpr std::string_view kSetDuplicates =  // [issue] AWS re:Post QUYa5oWJ84S6am0x3aIQcbtg; 2026-11
    "One or more parameter values were invalid: Input collection ";
inline constexpr std::string_view kStringSetDuplicatesEnd = " contains duplicates.";
inline constexpr std::string_view kBinarySetDuplicatesEnd =
    "of type BS contains duplicates.";                    // [known] 2024-06
inline constexpr std::string_view kNumberSetDuplicates =  // [issue] dynamoose/dynamoose#79; 2026-11
    "Input collection contains duplicates";
inline constexpr std::string_view kNestingTooDeep =  // [issue] seen on AWS (eu-west-2), 2026-06
    "Nesting Levels have exceeded supported limits: "
    "Attributes in the item have nested levels beyond supported limit";
// [docs] names have at least one character and less than 64 KB; both texts [assumed]
inline constexpr std::string_view kAttributeNameEmpty =
    "One or more parameter values were invalid: An attribute name may not be empty";
inline constexpr std::string_view kAttributeNameTooLong =
    "One or more parameter values were invalid: An attribute name may not be longer than 65535 bytes";

// JSON of a wrong type: SerializationException.
inline constexpr std::string_view kCannotBeString =
    " cannot be converted to String";  // [issue] NUMBER_VALUE ...
inline constexpr std::string_view kCannotBeBoolean = " cannot be converted to Boolean";  // [assumed]
inline constexpr std::string_view kTokenNumber = "NUMBER_VALUE";  // [issue] quoted from AWS, 2023
inline constexpr std::string_view kTokenTrue = "TRUE_VALUE";      // [known] 2024-06
inline constexpr std::string_view kTokenFalse = "FALSE_VALUE";    // [known] 2024-06
inline constexpr std::string_view kStringNotExpected =
    "Unexpected token received from parser";  // [known] 2024-06
inline constexpr std::string_view kListNotExpected =
    "Start of list found where not expected";              // [issue] rusoto#658
inline constexpr std::string_view kStructureNotExpected =  // [issue] aws/aws-sdk-js-v3#7102
    "Start of structure or map found where not expected";
inline constexpr std::string_view kUnexpectedFieldType =
    "Unexpected field type";                                 // [issue] JuliaCloud/AWS.jl#673
inline constexpr std::string_view kScalarAsAttributeValue =  // [issue] JuliaCloud/AWSSDK.jl#11
    "Unexpected value type in payload";
inline constexpr std::string_view kListAsAttributeMap =  // [issue] JuliaCloud/AWS.jl#246
    "Unrecognized collection type java.util.Map<java.lang.String, "
    "com.amazonaws.dynamodb.v20120810.AttributeValue>";
inline constexpr std::string_view kListAsAttributeValue =  // [assumed], after the one above
    "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue";
inline constexpr std::string_view kNotBase64 =
    "only base-64-encoded strings are convertible to bytes";  // [known]
inline constexpr std::string_view kBase64Length =  // [issue] seen on AWS, 2020-05; the length follows
    "Base64 encoded length is expected a multiple of 4 bytes but found: ";
inline constexpr std::string_view kBase64Character =
    "Invalid base 64 character: '";                // [assumed]; character, quote
inline constexpr std::string_view kBase64Ending =  // [assumed]
    "Invalid last non-pad Base64 character detected";

}  // namespace stator::db::messages
