import { useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { StartBulkPutItemsCommand } from "@aws-sdk/client-dynamodb";
import { useNavigate } from "react-router-dom";
import { FormModal } from "~/common/FormModal";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { BucketField } from "./BucketField";
import { bulkInput, emptyBulk, missingOfBulk } from "./bulkForm";
import { keys, tableNames, useDynamoDB, useRefresh } from "./data";
import { SourceFields } from "./SourceSection";

interface Props {
  tableName?: string; // else it is asked for
  onEnd: () => void;
}

// Leads to the page of the bulk put that it starts.
export function StartBulkPut({ tableName, onEnd }: Props) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const navigate = useNavigate();
  const [form, setForm] = useState(() => emptyBulk(tableName ?? ""));
  const [tried, setTried] = useState(false);
  const begun = useRef("");
  const problems = tried ? missingOfBulk(form) : {};
  const start = async () => {
    setTried(true);
    if (Object.keys(missingOfBulk(form)).length > 0) throw new Error("something is missing above");
    const answer = await dynamodb.send(new StartBulkPutItemsCommand(bulkInput(form)));
    begun.current = answer.BulkOperationDescription?.BulkOperationArn ?? "";
  };
  return (
    <FormModal
      header={tableName ? `Put items from S3 into table ${tableName}` : "Put items from S3 into a table"}
      label="Start"
      action={start}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Items are being put into table ${form.table}.`);
        navigate(links.bulkPut(begun.current));
      }}
      onDismiss={onEnd}
    >
      {tableName === undefined && (
        <TableField
          value={form.table}
          error={problems.table}
          onChange={(table) => setForm({ ...form, table })}
        />
      )}
      <SourceFields
        form={form.source}
        formats={["DYNAMODB_JSON", "ION"]}
        prefixText="All objects whose key begins so are read. Beside an Item, a line may have a ConditionExpression: the item is then written only if that holds."
        bucketError={problems.bucket}
        onChange={(source) => setForm({ ...form, source })}
      />
      <BucketField
        label="Bucket of the reports"
        value={form.reportBucket}
        error={problems.reportBucket}
        onChange={(reportBucket) => setForm({ ...form, reportBucket })}
      />
      <FormField
        label="Prefix of the reports"
        description="Leave empty for none. Reports below the prefix of the items are read as items the next time."
      >
        <Input
          value={form.reportPrefix}
          spellcheck={false}
          onChange={({ detail }) => setForm({ ...form, reportPrefix: detail.value })}
        />
      </FormField>
      <FormField label="What is reported">
        <SpaceBetween size="xxs">
          <Checkbox
            checked={form.errors}
            onChange={({ detail }) => setForm({ ...form, errors: detail.checked })}
          >
            Lines that are no valid items
          </Checkbox>
          <Checkbox
            checked={form.conditions}
            onChange={({ detail }) => setForm({ ...form, conditions: detail.checked })}
          >
            Items whose condition did not hold
          </Checkbox>
        </SpaceBetween>
      </FormField>
      <FormField label="Most write units a second" description="1,024 or more; empty for no limit.">
        <Input
          value={form.mostUnits}
          inputMode="numeric"
          placeholder="No limit"
          onChange={({ detail }) => setForm({ ...form, mostUnits: detail.value })}
        />
      </FormField>
      <Checkbox
        checked={form.accelerated}
        description="Writes twice as many items at once."
        onChange={({ detail }) => setForm({ ...form, accelerated: detail.checked })}
      >
        Accelerated
      </Checkbox>
    </FormModal>
  );
}

interface TableProps {
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

function TableField({ value, onChange, error }: TableProps) {
  const dynamodb = useDynamoDB();
  const { data } = useQuery({ queryKey: keys.list, queryFn: () => tableNames(dynamodb) });
  return (
    <FormField label="Table" description="One that is there." errorText={error}>
      <Autosuggest
        value={value}
        placeholder="Name of a table"
        enteredTextLabel={(text) => `Use "${text}"`}
        empty="There are no tables."
        options={(data ?? []).map((name) => ({ value: name }))}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
