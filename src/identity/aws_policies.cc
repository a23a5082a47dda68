#include "identity/aws_policies.h"

namespace stator::identity {
namespace {

struct Entry {
  std::string_view path, name, description, document;
};

// The documents are AWS's, of its managed policy reference (2026-02).
constexpr Entry kEntries[] = {
    {"/service-role/", "AWSLambdaBasicExecutionRole", "Provides write permissions to CloudWatch Logs.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
     R"(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}]})"},
    {"/service-role/", "AWSLambdaDynamoDBExecutionRole",
     "Provides list and read access to DynamoDB streams and write permissions to CloudWatch Logs.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
     R"(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", )"
     R"("dynamodb:ListStreams", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],)"
     R"( "Resource": "*"}]})"},
    {"/", "AWSLambdaExecute", "Provides Put, Get access to S3 and full access to CloudWatch Logs.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["logs:*"], )"
     R"("Resource": "arn:aws:logs:*:*:*"}, {"Effect": "Allow", "Action": ["s3:GetObject", )"
     R"("s3:PutObject"], "Resource": "arn:aws:s3:::*"}]})"},
    {"/", "AWSLambdaInvocation-DynamoDB", "Provides read access to DynamoDB Streams.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
     R"(["lambda:InvokeFunction"], "Resource": "*"}, {"Effect": "Allow", "Action": )"
     R"(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", )"
     R"("dynamodb:ListStreams"], "Resource": "*"}]})"},
    {"/service-role/", "AWSLambdaRole", "Default policy for AWS Lambda service role.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
     R"(["lambda:InvokeFunction"], "Resource": ["*"]}]})"},
    {"/", "AdministratorAccess", "Provides full access to AWS services and resources.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": )"
     R"("*"}]})"},
    {"/", "AmazonDynamoDBFullAccess",
     "Provides full access to Amazon DynamoDB via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["dynamodb:*", )"
     R"("dax:*", "application-autoscaling:DeleteScalingPolicy", )"
     R"("application-autoscaling:DeregisterScalableTarget", )"
     R"("application-autoscaling:DescribeScalableTargets", )"
     R"("application-autoscaling:DescribeScalingActivities", )"
     R"("application-autoscaling:DescribeScalingPolicies", )"
     R"("application-autoscaling:PutScalingPolicy", )"
     R"("application-autoscaling:RegisterScalableTarget", "cloudwatch:DeleteAlarms", )"
     R"("cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms", )"
     R"("cloudwatch:DescribeAlarmsForMetric", "cloudwatch:GetMetricStatistics", )"
     R"("cloudwatch:ListMetrics", "cloudwatch:PutMetricAlarm", "cloudwatch:GetMetricData", )"
     R"("datapipeline:ActivatePipeline", "datapipeline:CreatePipeline", )"
     R"("datapipeline:DeletePipeline", "datapipeline:DescribeObjects", )"
     R"("datapipeline:DescribePipelines", "datapipeline:GetPipelineDefinition", )"
     R"("datapipeline:ListPipelines", "datapipeline:PutPipelineDefinition", )"
     R"("datapipeline:QueryObjects", "ec2:DescribeVpcs", "ec2:DescribeSubnets", )"
     R"("ec2:DescribeSecurityGroups", "iam:GetRole", "iam:ListRoles", "kms:DescribeKey", )"
     R"("kms:ListAliases", "sns:CreateTopic", "sns:DeleteTopic", "sns:ListSubscriptions", )"
     R"("sns:ListSubscriptionsByTopic", "sns:ListTopics", "sns:Subscribe", "sns:Unsubscribe", )"
     R"("sns:SetTopicAttributes", "lambda:CreateFunction", "lambda:ListFunctions", )"
     R"("lambda:ListEventSourceMappings", "lambda:CreateEventSourceMapping", )"
     R"("lambda:DeleteEventSourceMapping", "lambda:GetFunctionConfiguration", )"
     R"("lambda:DeleteFunction", "resource-groups:ListGroups", "resource-groups:ListGroupResources",)"
     R"( "resource-groups:GetGroup", "resource-groups:GetGroupQuery", "resource-groups:DeleteGroup",)"
     R"( "resource-groups:CreateGroup", "tag:GetResources", "kinesis:ListStreams", )"
     R"("kinesis:DescribeStream", "kinesis:DescribeStreamSummary"], "Resource": "*"}, {"Effect": )"
     R"("Allow", "Action": "cloudwatch:GetInsightRuleReport", "Resource": )"
     R"("arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*"}, {"Effect": "Allow", )"
     R"("Action": ["iam:PassRole"], "Resource": "*", "Condition": {"StringLike": )"
     R"({"iam:PassedToService": ["application-autoscaling.amazonaws.com", )"
     R"("application-autoscaling.amazonaws.com.cn", "dax.amazonaws.com"]}}}, {"Effect": "Allow", )"
     R"("Action": ["iam:CreateServiceLinkedRole"], "Resource": "*", "Condition": {"StringEquals": )"
     R"({"iam:AWSServiceName": ["replication.dynamodb.amazonaws.com", "dax.amazonaws.com", )"
     R"("dynamodb.application-autoscaling.amazonaws.com", )"
     R"("contributorinsights.dynamodb.amazonaws.com", )"
     R"("kinesisreplication.dynamodb.amazonaws.com"]}}}]})"},
    {"/", "AmazonDynamoDBReadOnlyAccess",
     "Provides read only access to Amazon DynamoDB via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Sid": "GeneralReadOnlyAccess", "Effect": "Allow", )"
     R"("Action": ["application-autoscaling:DescribeScalableTargets", )"
     R"("application-autoscaling:DescribeScalingActivities", )"
     R"("application-autoscaling:DescribeScalingPolicies", "cloudwatch:DescribeAlarmHistory", )"
     R"("cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmsForMetric", )"
     R"("cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "cloudwatch:GetMetricData", )"
     R"("datapipeline:DescribeObjects", "datapipeline:DescribePipelines", )"
     R"("datapipeline:GetPipelineDefinition", "datapipeline:ListPipelines", )"
     R"("datapipeline:QueryObjects", "dynamodb:BatchGetItem", "dynamodb:Describe*", )"
     R"("dynamodb:List*", "dynamodb:GetAbacStatus", "dynamodb:GetItem", )"
     R"("dynamodb:GetResourcePolicy", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", )"
     R"("dax:Describe*", "dax:List*", "dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan", )"
     R"("ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "iam:GetRole", )"
     R"("iam:ListRoles", "kms:DescribeKey", "kms:ListAliases", "sns:ListSubscriptionsByTopic", )"
     R"("sns:ListTopics", "lambda:ListFunctions", "lambda:ListEventSourceMappings", )"
     R"("lambda:GetFunctionConfiguration", "resource-groups:ListGroups", )"
     R"("resource-groups:ListGroupResources", "resource-groups:GetGroup", )"
     R"("resource-groups:GetGroupQuery", "tag:GetResources", "kinesis:ListStreams", )"
     R"("kinesis:DescribeStream", "kinesis:DescribeStreamSummary"], "Resource": "*"}, {"Sid": )"
     R"("CCIAccess", "Effect": "Allow", "Action": "cloudwatch:GetInsightRuleReport", "Resource": )"
     R"("arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*"}]})"},
    {"/", "AmazonS3FullAccess", "Provides full access to all buckets via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", )"
     R"("s3-object-lambda:*"], "Resource": "*"}]})"},
    {"/", "AmazonS3ReadOnlyAccess",
     "Provides read only access to all buckets via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", )"
     R"("s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"], "Resource": )"
     R"("*"}]})"},
    {"/", "CloudWatchLogsFullAccess", "Provides full access to CloudWatch Logs",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["logs:*", )"
     R"("cloudwatch:GenerateQuery"], "Resource": "*"}]})"},
    {"/", "CloudWatchLogsReadOnlyAccess", "Provides read only access to CloudWatch Logs",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["logs:Describe*", )"
     R"("logs:Get*", "logs:List*", "logs:StartQuery", "logs:StopQuery", "logs:TestMetricFilter", )"
     R"("logs:FilterLogEvents", "logs:StartLiveTail", "logs:StopLiveTail", )"
     R"("cloudwatch:GenerateQuery"], "Resource": "*"}]})"},
    {"/", "IAMFullAccess", "Provides full access to IAM via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:*", )"
     R"("organizations:DescribeAccount", "organizations:DescribeOrganization", )"
     R"("organizations:DescribeOrganizationalUnit", "organizations:DescribePolicy", )"
     R"("organizations:ListChildren", "organizations:ListParents", )"
     R"("organizations:ListPoliciesForTarget", "organizations:ListRoots", )"
     R"("organizations:ListPolicies", "organizations:ListTargetsForPolicy"], "Resource": "*"}]})"},
    {"/", "IAMReadOnlyAccess", "Provides read only access to IAM via the AWS Management Console.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": )"
     R"(["iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*", )"
     R"("iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"], "Resource": "*"}]})"},
    {"/", "PowerUserAccess",
     "Provides full access to AWS services and resources, but does not allow management of Users and groups.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": ["iam:*", )"
     R"("organizations:*", "account:*"], "Resource": "*"}, {"Effect": "Allow", "Action": )"
     R"(["account:GetAccountInformation", "account:GetGovCloudAccountInformation", )"
     R"("account:GetPrimaryEmail", "account:ListRegions", "iam:CreateServiceLinkedRole", )"
     R"("iam:DeleteServiceLinkedRole", "iam:ListRoles", "organizations:DescribeEffectivePolicy", )"
     R"("organizations:DescribeOrganization"], "Resource": "*"}]})"},
};

// 6 February 2015, 18:40 UTC, when AWS made the first of them.
constexpr std::int64_t kCreatedMillis = 1'423'248'000'000;

// AWS's own ids are unknown; these differ, and stay the same.
std::string id_of(std::string_view name) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr std::size_t kLength = 17;
  std::uint64_t state = 0xcbf29ce484222325;
  for (const char c : name) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  std::string id = "ANPA";
  for (std::size_t i = 0; i < kLength; ++i) {
    id.push_back(kAlphabet[state >> 59]);
    state = state * 0x5851f42d4c957f2d + 1;
  }
  return id;
}

}  // namespace

std::vector<ManagedPolicy> aws_policies() {
  std::vector<ManagedPolicy> out;
  for (const Entry& entry : kEntries) {
    ManagedPolicy& policy = out.emplace_back();
    policy.account = kAwsAccount;
    policy.path = entry.path;
    policy.name = entry.name;
    policy.id = id_of(entry.name);
    policy.description = entry.description;
    policy.created_millis = policy.updated_millis = kCreatedMillis;
    policy.versions.push_back({1, std::string(entry.document), kCreatedMillis});
  }
  return out;
}

}  // namespace stator::identity
