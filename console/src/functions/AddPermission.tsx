import { useState } from "react";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { useClient } from "~/session/context";

interface Props {
  name: string;
  onDone: () => void;
  onDismiss: () => void;
}

export function AddPermission({ name, onDone, onDismiss }: Props) {
  const lambda = useClient(LambdaClient);
  const [id, setId] = useState("");
  const [principal, setPrincipal] = useState("");
  const [action, setAction] = useState("lambda:InvokeFunction");
  const [sourceArn, setSourceArn] = useState("");
  const add = () =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: id.trim(),
        Principal: principal.trim(),
        Action: action.trim(),
        SourceArn: sourceArn.trim() || undefined,
      }),
    );
  return (
    <FormModal
      header="Add permission"
      label="Add"
      disabled={!id.trim() || !principal.trim() || !action.trim()}
      action={add}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <FormField label="Statement id">
        <Input value={id} autoFocus onChange={({ detail }) => setId(detail.value)} />
      </FormField>
      <FormField label="Principal" description="An account of twelve digits, an ARN, or a service.">
        <Input value={principal} onChange={({ detail }) => setPrincipal(detail.value)} />
      </FormField>
      <FormField label="Action">
        <Input value={action} onChange={({ detail }) => setAction(detail.value)} />
      </FormField>
      <FormField label="Source ARN" description="Only calls on behalf of this. Empty: any.">
        <Input value={sourceArn} onChange={({ detail }) => setSourceArn(detail.value)} />
      </FormField>
    </FormModal>
  );
}
