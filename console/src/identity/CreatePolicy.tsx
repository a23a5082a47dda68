import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { useClient } from "~/session/context";
import { DocumentForm } from "./DocumentForm";
import type { FormProps } from "./NameForm";
import { policyTemplates } from "./templates";

export function CreatePolicy(props: FormProps) {
  const iam = useClient(IAMClient);
  return (
    <DocumentForm
      what="policy"
      label="Policy document"
      templates={policyTemplates}
      height={260}
      action={({ name, path, description, document }) =>
        iam.send(
          new CreatePolicyCommand({
            PolicyName: name,
            Path: path,
            Description: description,
            PolicyDocument: document,
          }),
        )
      }
      {...props}
    />
  );
}
