// Actions to pick from; any other can be typed.

const SERVICES: Record<string, string> = {
  dynamodb: `BatchGetItem BatchWriteItem CancelBulkOperation ConditionCheckItem CreateBackup CreateTable
    DeleteBackup DeleteItem DeleteResourcePolicy DeleteTable DescribeBackup DescribeBulkOperation
    DescribeContinuousBackups DescribeContributorInsights DescribeExport DescribeImport DescribeLimits
    DescribeStream DescribeTable DescribeTimeToLive ExportTableToPointInTime GetItem GetRecords GetResourcePolicy
    GetShardIterator ImportTable ListBackups ListBulkOperations ListContributorInsights ListExports ListImports
    ListStreams ListTables ListTagsOfResource PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate PutItem
    PutResourcePolicy Query RestoreTableFromBackup RestoreTableToPointInTime Scan StartBulkPutItems TagResource
    UntagResource UpdateContinuousBackups UpdateContributorInsights UpdateItem UpdateTable UpdateTimeToLive`,
  s3: `AbortMultipartUpload CreateBucket DeleteBucket DeleteBucketPolicy DeleteObject DeleteObjectTagging
    GetBucketLocation GetBucketPolicy GetBucketTagging GetObject GetObjectTagging ListAllMyBuckets ListBucket
    ListBucketMultipartUploads ListMultipartUploadParts PutBucketPolicy PutBucketTagging PutObject PutObjectTagging`,
  lambda: `AddPermission CreateEventSourceMapping CreateFunction DeleteEventSourceMapping DeleteFunction
    GetEventSourceMapping GetFunction GetFunctionConfiguration GetPolicy InvokeFunction ListEventSourceMappings
    ListFunctions PublishVersion RemovePermission UpdateEventSourceMapping UpdateFunctionCode
    UpdateFunctionConfiguration`,
  logs: `CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DescribeLogGroups DescribeLogStreams
    FilterLogEvents GetLogEvents PutLogEvents PutRetentionPolicy`,
  cloudwatch: `DeleteAlarms DeleteDashboards DescribeAlarmHistory DescribeAlarms DescribeInsightRules GetDashboard
    GetInsightRuleReport GetMetricData GetMetricStatistics ListDashboards ListMetrics PutDashboard PutMetricAlarm
    PutMetricData SetAlarmState`,
  iam: `AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey CreateGroup CreatePolicy CreateRole
    CreateUser DeleteAccessKey DeleteGroup DeletePolicy DeleteRole DeleteUser GetGroup GetPolicy GetRole GetUser
    ListGroups ListPolicies ListRoles ListUsers PassRole PutGroupPolicy PutRolePolicy PutUserPolicy
    SimulateCustomPolicy SimulatePrincipalPolicy UpdateAssumeRolePolicy`,
  sts: `AssumeRole GetCallerIdentity GetSessionToken`,
};

export const ACTIONS: string[] = Object.entries(SERVICES).flatMap(([service, names]) =>
  names.split(/\s+/).map((name) => `${service}:${name}`),
);
