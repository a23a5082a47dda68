import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import Textarea from "@cloudscape-design/components/textarea";
import { FormModal } from "~/common/FormModal";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { ALARMS, listAlarms } from "./alarms";
import { Markdown } from "./Markdown";
import { bodyProblem } from "./SourceEditor";
import type { WidgetJson } from "./widgetSource";

interface Props {
  onAdd: (widget: WidgetJson) => Promise<unknown>;
  onDismiss: () => void;
}

export function AddText({ onAdd, onDismiss }: Props) {
  const [markdown, setMarkdown] = useState("");
  return (
    <FormModal
      size="large"
      problem={bodyProblem}
      header="Add text"
      label="Add"
      disabled={markdown.trim() === ""}
      action={() => onAdd({ type: "text", width: 12, height: 4, properties: { markdown } })}
      onDismiss={onDismiss}
    >
      <FormField
        label="Markdown"
        description="Headings, bold, lists, tables, code, and links to the web."
        stretch
      >
        <Textarea value={markdown} rows={8} onChange={({ detail }) => setMarkdown(detail.value)} />
      </FormField>
      {markdown && (
        <Container>
          <Markdown text={markdown} />
        </Container>
      )}
    </FormModal>
  );
}

export function AddAlarms({ onAdd, onDismiss }: Props) {
  const cloudwatch = useClient(CloudWatchClient);
  const { data, error } = useQuery({ queryKey: ALARMS, queryFn: () => listAlarms(cloudwatch) });
  const [title, setTitle] = useState("");
  const [arns, setArns] = useState<string[]>([]);
  const options = (data ?? []).map(({ AlarmName = "", AlarmArn = "" }) => ({
    value: AlarmArn,
    label: AlarmName,
  }));
  return (
    <FormModal
      size="large"
      problem={bodyProblem}
      header="Add the state of alarms"
      label="Add"
      disabled={arns.length === 0}
      action={() =>
        onAdd({ type: "alarm", width: 6, height: 4, properties: { title: title || "Alarms", alarms: arns } })
      }
      onDismiss={onDismiss}
    >
      <FormField label="Title">
        <Input value={title} placeholder="Alarms" onChange={({ detail }) => setTitle(detail.value)} />
      </FormField>
      <FormField label="Alarms">
        <Multiselect
          selectedOptions={options.filter(({ value }) => arns.includes(value))}
          options={options}
          filteringType="auto"
          placeholder="Choose alarms"
          empty="There are no alarms."
          deselectAriaLabel={({ label }) => `Remove ${label ?? ""}`}
          onChange={({ detail }) => setArns(detail.selectedOptions.map(({ value = "" }) => value))}
        />
      </FormField>
      <ProblemAlert error={error} />
    </FormModal>
  );
}
