import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { textOfDocument } from "~/panels/documents";
import { useClient } from "~/session/context";
import { DocumentForm } from "./DocumentForm";
import type { FormProps } from "./NameForm";
import { trustTemplates } from "./templates";

export function CreateRole(props: FormProps) {
  const iam = useClient(IAMClient);
  return (
    <DocumentForm
      what="role"
      label="Trust policy"
      templates={trustTemplates}
      first={textOfDocument(trustTemplates[0]?.document ?? {})}
      height={220}
      action={({ name, path, description, document }) =>
        iam.send(
          new CreateRoleCommand({
            RoleName: name,
            Path: path,
            Description: description,
            AssumeRolePolicyDocument: document,
          }),
        )
      }
      {...props}
    />
  );
}
