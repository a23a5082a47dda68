import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { ExportTableToPointInTimeCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { BucketField } from "./BucketField";
import { useDynamoDB, useRefresh } from "./data";
import { exportInput, NO_EXPORT } from "./exportForm";
import { MomentField } from "./MomentField";
import { useRecovery } from "./recovery";

export function StartExport({ table, onEnd }: { table: TableDescription; onEnd: () => void }) {
  const { TableName: name = "", TableArn: arn = "" } = table;
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const { data: recovery } = useRecovery(name);
  const [form, setForm] = useState(NO_EXPORT);
  const isOff = recovery !== undefined && recovery.PointInTimeRecoveryStatus !== "ENABLED";
  const period = isOff
    ? undefined
    : `Between ${formatTime(recovery?.EarliestRestorableDateTime)} and ${formatTime(recovery?.LatestRestorableDateTime)}.`;
  return (
    <FormModal
      header={`Export table ${name} to S3`}
      label="Export"
      action={async () => dynamodb.send(new ExportTableToPointInTimeCommand(exportInput(arn, form)))}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Table ${name} is being exported.`);
      }}
      onDismiss={onEnd}
    >
      {isOff && <Alert type="warning">Exports need point-in-time recovery, which is off.</Alert>}
      <BucketField value={form.bucket} onChange={(bucket) => setForm({ ...form, bucket })} />
      <FormField label="Prefix" description="The folder of the files in the bucket. Leave empty for none.">
        <Input
          value={form.prefix}
          spellcheck={false}
          onChange={({ detail }) => setForm({ ...form, prefix: detail.value })}
        />
      </FormField>
      <FormField label="Format">
        <RadioGroup
          value={form.format}
          items={[
            { value: "DYNAMODB_JSON", label: "DynamoDB JSON" },
            { value: "ION", label: "Amazon Ion" },
          ]}
          onChange={({ detail }) =>
            setForm({ ...form, format: detail.value === "ION" ? "ION" : "DYNAMODB_JSON" })
          }
        />
      </FormField>
      <FormField label="What is exported">
        <RadioGroup
          value={form.type}
          items={[
            { value: "FULL_EXPORT", label: "All items" },
            {
              value: "INCREMENTAL_EXPORT",
              label: "What changed in a period",
              description: "15 minutes to 24 hours.",
            },
          ]}
          onChange={({ detail }) =>
            setForm({ ...form, type: detail.value === "FULL_EXPORT" ? "FULL_EXPORT" : "INCREMENTAL_EXPORT" })
          }
        />
      </FormField>
      {form.type === "FULL_EXPORT" ? (
        <MomentField
          label="As it was at"
          description={`Leave empty for now. ${period ?? ""}`}
          value={form.moment}
          onChange={(moment) => setForm({ ...form, moment })}
        />
      ) : (
        <>
          <MomentField
            label="From"
            description={period}
            value={form.from}
            onChange={(from) => setForm({ ...form, from })}
          />
          <MomentField label="To" value={form.to} onChange={(to) => setForm({ ...form, to })} />
          <FormField label="Files show">
            <RadioGroup
              value={form.view}
              items={[
                { value: "NEW_AND_OLD_IMAGES", label: "Items before and after" },
                { value: "NEW_IMAGE", label: "Items after" },
              ]}
              onChange={({ detail }) =>
                setForm({ ...form, view: detail.value === "NEW_IMAGE" ? "NEW_IMAGE" : "NEW_AND_OLD_IMAGES" })
              }
            />
          </FormField>
        </>
      )}
    </FormModal>
  );
}
