import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { problemOf } from "~/common/errors";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useS3 } from "./client";

type Setting = keyof PublicAccessBlockConfiguration;

const SETTINGS: { name: Setting; label: string; description: string }[] = [
  {
    name: "BlockPublicPolicy",
    label: "Refuse public bucket policies",
    description: "A policy that lets anybody in cannot be saved.",
  },
  {
    name: "RestrictPublicBuckets",
    label: "Restrict public buckets",
    description: "Where there is a public policy, only this account and AWS services come in.",
  },
  {
    name: "BlockPublicAcls",
    label: "Refuse public ACLs",
    description: "Uploads with a public ACL are refused.",
  },
  {
    name: "IgnorePublicAcls",
    label: "Ignore public ACLs",
    description: "Those that are there count for nothing.",
  },
];

// A bucket without the settings blocks nothing.
export function PublicAccess({ bucket }: { bucket: string }) {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const queryKey = ["s3", bucket, "public-access"];
  const [edited, setEdited] = useState<PublicAccessBlockConfiguration>();
  const { busy, error: refusal, run } = useAction();
  const { data, error } = useQuery({
    queryKey,
    queryFn: async () => {
      try {
        const { PublicAccessBlockConfiguration: settings = {} } = await s3.send(
          new GetPublicAccessBlockCommand({ Bucket: bucket }),
        );
        return settings;
      } catch (failure) {
        if (problemOf(failure).code === "NoSuchPublicAccessBlockConfiguration") return {};
        throw failure;
      }
    },
  });
  const settings = edited ?? data;
  const save = () =>
    run(async () => {
      await s3.send(
        new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: settings }),
      );
      setEdited(undefined);
      notify.success("The public access settings were saved.");
      await queries.invalidateQueries({ queryKey });
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="New buckets block all of it."
          actions={
            <Button loading={busy} disabled={edited === undefined} onClick={() => void save()}>
              Save settings
            </Button>
          }
        >
          Block public access
        </Header>
      }
    >
      <SpaceBetween size="s">
        <ProblemAlert error={error ?? refusal} />
        {settings !== undefined &&
          SETTINGS.map(({ name, label, description }) => (
            <Checkbox
              key={name}
              checked={settings[name] ?? false}
              description={description}
              onChange={({ detail }) => setEdited({ ...settings, [name]: detail.checked })}
            >
              {label}
            </Checkbox>
          ))}
      </SpaceBetween>
    </Container>
  );
}
