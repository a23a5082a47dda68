import { useState } from "react";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
  type LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { useClient } from "~/session/context";
import { RetentionSelect } from "./RetentionSelect";

interface ModalProps {
  onDone: (text: string) => void;
  onDismiss: () => void;
}

export function CreateGroup({ onDone, onDismiss }: ModalProps) {
  const logs = useClient(CloudWatchLogsClient);
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>();
  const create = async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    if (days) await logs.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: days }));
  };
  return (
    <FormModal
      header="Create log group"
      label="Create"
      disabled={!name}
      action={create}
      onDone={() => onDone(`Log group ${name} was created.`)}
      onDismiss={onDismiss}
    >
      <FormField label="Name">
        <Input
          value={name}
          autoFocus
          placeholder="/my/program"
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <FormField label="Events are kept">
        <RetentionSelect value={days} onChange={setDays} />
      </FormField>
    </FormModal>
  );
}

export function EditRetention({ of, onDone, onDismiss }: ModalProps & { of: LogGroup }) {
  const logs = useClient(CloudWatchLogsClient);
  const [days, setDays] = useState(of.retentionInDays);
  const logGroupName = of.logGroupName ?? "";
  const save = () =>
    days
      ? logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }))
      : logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  return (
    <FormModal
      header={`How long ${logGroupName} keeps events`}
      label="Save"
      action={save}
      onDone={() => onDone("The retention was saved.")}
      onDismiss={onDismiss}
    >
      <FormField label="Events are kept" description="Older ones are not shown any more, and removed.">
        <RetentionSelect value={days} onChange={setDays} />
      </FormField>
    </FormModal>
  );
}
