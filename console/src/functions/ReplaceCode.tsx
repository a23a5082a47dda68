import { useState } from "react";
import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import { FormModal } from "~/common/FormModal";
import { useClient } from "~/session/context";
import { codeOf, isComplete, NO_ZIP, ZipSource } from "./ZipSource";

interface Props {
  name: string;
  onDone: () => void;
  onDismiss: () => void;
}

export function ReplaceCode({ name, onDone, onDismiss }: Props) {
  const lambda = useClient(LambdaClient);
  const [zip, setZip] = useState(NO_ZIP);
  const replace = async () =>
    lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ...(await codeOf(zip)) }));
  return (
    <FormModal
      header={`Replace the code of ${name}`}
      label="Replace"
      disabled={!isComplete(zip)}
      action={replace}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <Box>What has not been published as a version is lost.</Box>
      <ZipSource value={zip} onChange={setZip} />
    </FormModal>
  );
}
