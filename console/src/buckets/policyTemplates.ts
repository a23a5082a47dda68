import type { PolicyTemplate } from "~/panels/documents";

const VERSION = "2012-10-17";

export function bucketPolicyTemplates(bucket: string): PolicyTemplate[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      name: "Anybody may read objects",
      description: "Downloads without a signature; nobody may list.",
      document: {
        Version: VERSION,
        Statement: [
          {
            Sid: "PublicRead",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `${arn}/*`,
          },
        ],
      },
    },
    {
      name: "Another account may read",
      description: "Objects and their list.",
      document: {
        Version: VERSION,
        Statement: [
          {
            Sid: "OtherAccount",
            Effect: "Allow",
            Principal: { AWS: "222222222222" },
            Action: ["s3:GetObject", "s3:ListBucket"],
            Resource: [arn, `${arn}/*`],
          },
        ],
      },
    },
    {
      name: "Encrypted connections only",
      description: "Denies everything that comes by plain HTTP.",
      document: {
        Version: VERSION,
        Statement: [
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    },
  ];
}
