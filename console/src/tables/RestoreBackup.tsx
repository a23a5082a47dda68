import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { RestoreTableFromBackupCommand, type BackupSummary } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { BackupSource } from "./BackupSource";
import { useDynamoDB, useRefresh } from "./data";
import { restoreInput, type RestoreForm } from "./restore";
import { RestoreFields } from "./RestoreFields";

export function RestoreBackup({ backup, onEnd }: { backup: BackupSummary; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const navigate = useNavigate();
  const [form, setForm] = useState<RestoreForm>({
    target: `${backup.TableName ?? ""}-restored`,
    withIndexes: true,
    capacity: undefined,
  });
  return (
    <FormModal
      header={`Restore backup ${backup.BackupName}`}
      label="Restore"
      action={() =>
        dynamodb.send(
          new RestoreTableFromBackupCommand({ BackupArn: backup.BackupArn, ...restoreInput(form) }),
        )
      }
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Table ${form.target} is being restored.`);
        navigate(links.table(form.target));
      }}
      onDismiss={onEnd}
    >
      <BackupSource arn={backup.BackupArn} />
      <RestoreFields value={form} onChange={setForm} />
    </FormModal>
  );
}
