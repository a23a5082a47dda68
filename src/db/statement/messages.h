// AWS's message texts about PartiQL statements, in one place: AWS rewords them, so each group says where it
// was seen and when that was checked. "{}" is a slot for expression::messages::fill().
//
// Sources: [docs] Amazon DynamoDB Developer Guide and API Reference; [threads] quoted from AWS in forum, SDK
// and tool threads; [known] long-known text, not re-checked; [assumed] the exact text is not known, this one
// follows its siblings.
#pragma once

#include <string_view>

namespace stator::db::statement::messages {

// ---- syntax. The prefix: [threads] awsdocs/aws-sdk-for-javascript-v3#98, passren/PyDynamoDB#26; 2026-11
inline constexpr std::string_view kNotWellFormed = "Statement wasn't well formed, can't be processed: {}";
// What follows it.
inline constexpr std::string_view kExpectedStatement = "Expected data manipulation";       // [threads] #98
inline constexpr std::string_view kUnexpectedKeyword = "Unexpected keyword";               // [threads] #26
inline constexpr std::string_view kUnexpectedTerm = "Unexpected term";                     // [known] 2024-06
inline constexpr std::string_view kUnexpectedToken = "Unexpected token after expression";  // [known] 2024-06
inline constexpr std::string_view kExpectedIdentifier = "Expected identifier for simple path";  // [known]
inline constexpr std::string_view kExpectedFrom = "Expected FROM";                              // [assumed]
inline constexpr std::string_view kExpectedInto = "Expected INTO";                              // [assumed]
inline constexpr std::string_view kExpectedValue = "Expected VALUE";                            // [assumed]
inline constexpr std::string_view kExpectedBy = "Expected BY";                                  // [assumed]
inline constexpr std::string_view kExpectedEqual = "Expected = for assignment";                 // [assumed]
inline constexpr std::string_view kExpectedAnd = "Expected AND after BETWEEN";                  // [assumed]
inline constexpr std::string_view kExpectedCondition = "Expected a condition";                  // [assumed]
inline constexpr std::string_view kExpectedOperand = "Expected a value or a path";              // [assumed]
inline constexpr std::string_view kExpectedReturning =                                          // [assumed]
    "Expected ALL OLD *, MODIFIED OLD *, ALL NEW * or MODIFIED NEW * after RETURNING";
inline constexpr std::string_view kExpectedClosing = "Expected {}";        // [assumed]
inline constexpr std::string_view kUnterminated = "Unterminated literal";  // [assumed]
inline constexpr std::string_view kTooLong =                               // [assumed]
    "Statement size has exceeded the maximum allowed size of 8192 bytes";
inline constexpr std::string_view kTooDeep = "Nesting is too deep";           // [assumed]
inline constexpr std::string_view kListIndex = "List index is out of range";  // [assumed]

// ---- what is well-formed but not supported
inline constexpr std::string_view kUnsupportedClause =
    "Unsupported clause: {} at {}:{}:{}";                                  // [known] 2024-06
inline constexpr std::string_view kFromSource = "Unexpected from source";  // [known] 2024-06
inline constexpr std::string_view kAggregates =                            // [known] 2024-06
    "Unsupported operation: Aggregate functions are not supported";
inline constexpr std::string_view kUnsupportedFunction = "Unsupported function: {}";  // [assumed]
inline constexpr std::string_view kUnsupportedOperator = "Unsupported operator: {}";  // [assumed]
inline constexpr std::string_view kFunctionArguments =                                // [assumed]
    "Incorrect number of operands for operator or function; operator or function: {}, number of operands: {}";
inline constexpr std::string_view kUnsupportedOperand =  // [assumed]
    "Unsupported operation: operands of a condition must be paths, values or size()";
inline constexpr std::string_view kArithmeticType =  // [assumed]
    "Incorrect operand type for operator or function; operator or function: {}, operand type: {}";
inline constexpr std::string_view kPathRequired = "The function {} requires a document path";  // [assumed]
inline constexpr std::string_view kSetFunction =                                               // [assumed]
    "The function {} takes the path that is set and a set";
inline constexpr std::string_view kIndexNotAllowed =  // [assumed]
    "Unsupported operation: an index can only be read";
inline constexpr std::string_view kDeleteReturning =  // [assumed]
    "Unsupported operation: DELETE can only return ALL OLD *";
inline constexpr std::string_view kUnknownType = "Unknown type in IS: {}";  // [assumed]

// ---- values. [assumed] but for the last, [known] 2024-06
inline constexpr std::string_view kMixedSet =
    "One or more parameter values were invalid: The elements of a set must be strings, numbers or binary "
    "values "
    "of one type";
inline constexpr std::string_view kDuplicateName = "An attribute name stands twice in a map";
inline constexpr std::string_view kItemExpected = "INSERT needs one map of attributes after VALUE";
inline constexpr std::string_view kDuplicateElement = "Input collection contains duplicates";

// ---- parameters. [known] 2024-06
inline constexpr std::string_view kParameterCount =
    "Number of parameters in request and statement don't match.";

// ---- WHERE and ORDER BY. [known] 2024-06, but for what says otherwise
inline constexpr std::string_view kKeyNotEqual =
    "Where clause does not contain a mandatory equality on all key attributes";
inline constexpr std::string_view kOrderWithoutWhere =
    "Must have WHERE clause in the statement when using ORDER BY clause.";
inline constexpr std::string_view kOrderWithoutHash =
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.";
inline constexpr std::string_view kOrderNotKey =
    "Variable reference {} in ORDER BY clause must be part of the primary key";
// [docs] "at max 50 hash attribute values or at max 100 non-key attribute values"; the texts [assumed]
inline constexpr std::string_view kTooManyHashValues =
    "The IN operator takes at most {} values of the partition key; number of values: {}";
inline constexpr std::string_view kTooManyInValues =
    "The IN operator takes at most {} values; number of values: {}";
inline constexpr std::string_view kEmptyIn = "The IN operator needs at least one value";

// ---- NextToken
inline constexpr std::string_view kTokenMismatch =
    "NextToken does not match request";                                 // [threads] aws-sdk-js-v3#4424
inline constexpr std::string_view kTokenInvalid = "Invalid NextToken";  // [assumed]

// ---- writes
inline constexpr std::string_view kDuplicateItem =
    "Duplicate primary key exists in table";  // [known] 2024-06

// ---- batches and transactions
inline constexpr std::string_view kBatchSelectKey =  // [known] 2024-06
    "Select statements within BatchExecuteStatement must specify the primary key in the where clause.";
inline constexpr std::string_view kMixedBatch =  // [docs] says that it is refused; the text [assumed]
    "The batch must consist of either read statements or write statements";
inline constexpr std::string_view kRepeatedItem =  // rule 125; the text [assumed]
    "Provided list of item keys contains duplicates";
inline constexpr std::string_view kMixedTransaction =  // [docs] says that it is refused; the text [assumed]
    "The transaction must consist of either read statements or write statements";
inline constexpr std::string_view kTransactionIndex =  // [assumed]
    "Unsupported operation: an index cannot be read in a transaction";
inline constexpr std::string_view kTransactionReturning =  // refused: reported of AWS, 2026; [assumed]
    "Unsupported operation: RETURNING cannot be used in a transaction";
inline constexpr std::string_view kExistsOutside =  // [docs] only in transactions; the text [assumed]
    "Unsupported operation: EXISTS can only be used in a transaction";

}  // namespace stator::db::statement::messages
