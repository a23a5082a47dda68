// AWS's message texts about expressions and the legacy conditional parameters, in one place: AWS rewords
// them, so each group says where it was seen and when that was checked. "{}" is a slot for fill().
//
// Sources: [docs] Amazon DynamoDB Developer Guide; [threads] quoted from AWS in forum, SDK and tool threads;
// [known] long-known text, not re-checked; [assumed] the exact text is not known, this one follows its
// siblings.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace stator::db::expression::messages {

// `text` with its slots replaced in order.
std::string fill(std::string_view text, std::initializer_list<std::string_view> arguments);

// In front of all that is wrong with one expression; the slot is kind_name().
inline constexpr std::string_view kInvalidExpression = "Invalid {}: {}";

// ---- any expression. [threads] 2026-11 unless said otherwise
inline constexpr std::string_view kEmptyExpression = "The expression can not be empty;";
inline constexpr std::string_view kExpressionSize =
    "Expression size has exceeded the maximum allowed size; expression size: {}";
inline constexpr std::string_view kSyntaxError = "Syntax error; token: \"{}\", near: \"{}\"";
inline constexpr std::string_view kReservedKeyword =
    "Attribute name is a reserved keyword; reserved keyword: {}";
inline constexpr std::string_view kUndefinedName =
    "An expression attribute name used in the document path is not defined; attribute name: {}";
inline constexpr std::string_view kUndefinedValue =
    "An expression attribute value used in expression is not defined; attribute value: {}";
inline constexpr std::string_view kTooManyOperators =
    "The expression contains too many operators; operator count: {}";
inline constexpr std::string_view kTooManyInOperands =
    "The IN operator is provided with too many operands; number of operands: {}";
inline constexpr std::string_view kListIndexRange =  // [known]
    "List index is not within the allowable range; index: [{}]";
inline constexpr std::string_view kPathTooDeep =  // [known]
    "The document path has too many nesting elements; nesting levels: {}";
inline constexpr std::string_view kPathsOverlap =
    "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {}, "
    "path two: {}";
inline constexpr std::string_view kPathsConflict =
    "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: {}, "
    "path two: {}";
inline constexpr std::string_view kRedundantParentheses = "The expression has redundant parentheses;";

// ---- operators and functions. [known], [threads] 2026-11
inline constexpr std::string_view kInvalidFunction = "Invalid function name; function: {}";
inline constexpr std::string_view kFunctionNotInCondition =
    "The function is not allowed in a condition expression; function: {}";
inline constexpr std::string_view kFunctionNotInUpdate =
    "The function is not allowed in an update expression; function: {}";
inline constexpr std::string_view kFunctionMisplaced =
    "The function is not allowed to be used this way in an expression; function: {}";
inline constexpr std::string_view kOperandCount =
    "Incorrect number of operands for operator or function; operator or function: {}, number of operands: {}";
inline constexpr std::string_view kOperandType =
    "Incorrect operand type for operator or function; operator or function: {}, operand type: {}";
inline constexpr std::string_view kPathRequired =
    "Operator or function requires a document path; operator or function: {}";
inline constexpr std::string_view kOperandsNotDistinct =
    "The first operand must be distinct from the remaining operands for this operator or function; "
    "operator: {}, first operand: {}";
inline constexpr std::string_view kBetweenBoundsOrder =
    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
    "lower bound operand: {}, upper bound operand: {}";
inline constexpr std::string_view kBetweenBoundsType =
    "The BETWEEN operator requires same data type for lower and upper bounds; "
    "lower bound operand: {}, upper bound operand: {}";
inline constexpr std::string_view kAttributeValue = "AttributeValue: {}";
inline constexpr std::string_view kAttributeTypeName =
    "Invalid attribute type name found; type: {}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

// ---- update expressions. [known], [threads] 2026-11
inline constexpr std::string_view kSectionRepeated =
    "The \"{}\" section can only be used once in an update expression;";
inline constexpr std::string_view kActionOperandType =
    "Incorrect operand type for operator or function; operator: {}, operand type: {}, typeSet: {}";
inline constexpr std::string_view kTypeSetAdd = "ALLOWED_FOR_ADD_OPERAND";
inline constexpr std::string_view kTypeSetDelete = "ALLOWED_FOR_DELETE_OPERAND";
// While the update is applied to an item; no "Invalid UpdateExpression" in front.
inline constexpr std::string_view kPathInvalidForUpdate =
    "The document path provided in the update expression is invalid for update";
inline constexpr std::string_view kOperandTypeAtRun =
    "An operand in the update expression has an incorrect data type";
inline constexpr std::string_view kAttributeMissing =
    "The provided expression refers to an attribute that does not exist in the item";
inline constexpr std::string_view kNestingLevels =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
    "supported limit";

// ---- key conditions. [threads] 2026-09: "Invalid KeyConditionExpression: " stands in front of them now, not
// in 2022
inline constexpr std::string_view kKeyConditionOperator =
    "Invalid operator used in KeyConditionExpression: {}";
inline constexpr std::string_view kKeyConditionRepeated =
    "KeyConditionExpressions must only contain one condition per key";
inline constexpr std::string_view kKeyConditionTwoNames =
    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";
inline constexpr std::string_view kKeyConditionNoName =
    "Invalid condition in KeyConditionExpression: No key attribute specified";
inline constexpr std::string_view kKeyConditionNested =
    "KeyConditionExpressions cannot have conditions on nested attributes";
// When bound to a key schema, without that prefix; legacy KeyConditions share them. [known]
inline constexpr std::string_view kKeyConditionCount = "Conditions can be of length 1 or 2 only";
inline constexpr std::string_view kKeyConditionUnsupported = "Query key condition not supported";
inline constexpr std::string_view kKeyConditionMissing = "Query condition missed key schema element: {}";
inline constexpr std::string_view kKeyConditionType =
    "One or more parameter values were invalid: Condition parameter type does not match schema type";
inline constexpr std::string_view kKeyEmpty =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
    "empty {} "
    "value. Key: {}";
inline constexpr std::string_view kPartitionKeySize =  // the missing space is AWS's
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 "
    "bytes";
inline constexpr std::string_view kSortKeySize =
    "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
    "limit of "
    "1024 bytes";

// ---- ExpressionAttributeNames and ExpressionAttributeValues. [threads] 2026-11
inline constexpr std::string_view kNamesEmpty = "ExpressionAttributeNames must not be empty";
inline constexpr std::string_view kValuesEmpty = "ExpressionAttributeValues must not be empty";
inline constexpr std::string_view kNamesInvalidKey =
    "ExpressionAttributeNames contains invalid key: Syntax error; key: \"{}\"";
inline constexpr std::string_view kValuesInvalidKey =
    "ExpressionAttributeValues contains invalid key: Syntax error; key: \"{}\"";
inline constexpr std::string_view kNamesLongKey =  // [assumed]
    "ExpressionAttributeNames contains invalid key: Key size has exceeded the maximum allowed size; key "
    "size: {}";
inline constexpr std::string_view kValuesLongKey =  // [assumed]
    "ExpressionAttributeValues contains invalid key: Key size has exceeded the maximum allowed size; key "
    "size: {}";
inline constexpr std::string_view kNamesInvalidValue =  // [assumed]
    "ExpressionAttributeNames contains invalid value: Attribute name size must be between 1 and 65535 bytes "
    "for key {}";
inline constexpr std::string_view kPlaceholdersSize =  // [assumed]
    "The total size of ExpressionAttributeNames and ExpressionAttributeValues has exceeded the maximum "
    "allowed size; "
    "size: {}";
inline constexpr std::string_view kNamesUnused =
    "Value provided in ExpressionAttributeNames unused in expressions: keys: {}";
inline constexpr std::string_view kValuesUnused =
    "Value provided in ExpressionAttributeValues unused in expressions: keys: {}";

// ---- legacy parameters. [known]
inline constexpr std::string_view kInvalidParameter = "One or more parameter values were invalid: {}";
inline constexpr std::string_view kArgumentCount =
    "Invalid number of argument(s) for the {} ComparisonOperator";
inline constexpr std::string_view kArgumentType =
    "ComparisonOperator {} is not valid for {} AttributeValue type";
inline constexpr std::string_view kArgumentTypesDiffer =
    "AttributeValues inside AttributeValueList must be of same type";
inline constexpr std::string_view kLegacyBetweenOrder =  // without kInvalidParameter
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound";
inline constexpr std::string_view kNotIndexable =
    "Attempted conditional constraint is not an indexable operation";
inline constexpr std::string_view kExistsNullNeedsValue =
    "Value must be provided when Exists is null for Attribute: {}";
inline constexpr std::string_view kExistsTrueNeedsValue =
    "Value must be provided when Exists is true for Attribute: {}";
inline constexpr std::string_view kExistsFalseWithValue =
    "Value cannot be used when Exists is false for Attribute: {}";
inline constexpr std::string_view kExistsWithOperator =
    "Exists and ComparisonOperator cannot be used together for Attribute: {}";
inline constexpr std::string_view kValueWithList =
    "Value and AttributeValueList cannot be used together for Attribute: {}";
inline constexpr std::string_view kListWithoutOperator =
    "AttributeValueList can only be used with a ComparisonOperator for Attribute: {}";
inline constexpr std::string_view kOperatorWithoutList =
    "Value or AttributeValueList must be used with ComparisonOperator: {} for Attribute: {}";
// These two without kInvalidParameter: [threads] 2026-07
inline constexpr std::string_view kConditionalOperatorAlone =
    "ConditionalOperator cannot be used without Filter or Expected";
inline constexpr std::string_view kConditionalOperatorNeedsTwo =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
inline constexpr std::string_view kUpdateWithoutValue =
    "Only DELETE action is allowed when no attribute value is specified";
inline constexpr std::string_view kUpdateActionType = "{} action is not supported for the type {}";
inline constexpr std::string_view kLegacyOperandType =
    "Type mismatch for attribute to update";  // without a prefix
inline constexpr std::string_view kDuplicateAttribute = "Duplicate value in attribute name: {}";

}  // namespace stator::db::expression::messages
