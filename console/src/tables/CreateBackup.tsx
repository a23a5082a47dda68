import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { CreateBackupCommand } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { useNotify } from "~/common/notifications";
import { useDynamoDB, useRefresh } from "./data";

export function CreateBackup({ tableName, onEnd }: { tableName: string; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [name, setName] = useState("");
  return (
    <FormModal
      header={`Back up table ${tableName}`}
      label="Create"
      action={() => dynamodb.send(new CreateBackupCommand({ TableName: tableName, BackupName: name }))}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Backup ${name} is being made.`);
      }}
      onDismiss={onEnd}
    >
      <FormField label="Backup name" constraintText="3 to 255 letters, digits, dots, dashes and underscores.">
        <Input
          value={name}
          autoFocus
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
    </FormModal>
  );
}
