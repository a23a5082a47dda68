import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useNavigate } from "react-router-dom";
import {
  RestoreTableToPointInTimeCommand,
  type PointInTimeRecoveryDescription,
} from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { useDynamoDB, useRefresh } from "./data";
import { momentText, parseMoment } from "./moment";
import { MomentField } from "./MomentField";
import { restoreInput, type RestoreForm } from "./restore";
import { RestoreFields } from "./RestoreFields";

interface Props {
  name: string;
  recovery: PointInTimeRecoveryDescription;
  onEnd: () => void;
}

export function RestoreMoment({ name, recovery, onEnd }: Props) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const navigate = useNavigate();
  const [form, setForm] = useState<RestoreForm>({
    target: `${name}-restored`,
    withIndexes: true,
    capacity: undefined,
  });
  const [when, setWhen] = useState<"latest" | "moment">("latest");
  const [text, setText] = useState(momentText(recovery.LatestRestorableDateTime));
  const run = async () => {
    const moment = when === "moment" ? parseMoment(text) : undefined;
    if (when === "moment" && !moment) throw new Error(`${text || "nothing"} is no moment`);
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: name,
        UseLatestRestorableTime: when === "latest" ? true : undefined,
        RestoreDateTime: moment,
        ...restoreInput(form),
      }),
    );
  };
  return (
    <FormModal
      header={`Restore table ${name}`}
      label="Restore"
      action={run}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Table ${form.target} is being restored.`);
        navigate(links.table(form.target));
      }}
      onDismiss={onEnd}
    >
      <FormField
        label="As it was"
        description={`Between ${formatTime(recovery.EarliestRestorableDateTime)} and ${formatTime(recovery.LatestRestorableDateTime)}.`}
      >
        <RadioGroup
          value={when}
          items={[
            { value: "latest", label: "At the latest moment" },
            { value: "moment", label: "At a certain moment" },
          ]}
          onChange={({ detail }) => setWhen(detail.value === "moment" ? "moment" : "latest")}
        />
      </FormField>
      {when === "moment" && <MomentField label="Moment" value={text} onChange={setText} />}
      <RestoreFields value={form} onChange={setForm} />
    </FormModal>
  );
}
