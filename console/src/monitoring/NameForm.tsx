import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { AlarmDraft, Mistakes } from "./alarmModel";

export interface PartProps {
  draft: AlarmDraft;
  set: (part: Partial<AlarmDraft>) => void;
  mistakes: Mistakes;
}

// `fixed`: the alarm has its name already.
export function NameForm({ draft, set, mistakes, fixed }: PartProps & { fixed: boolean }) {
  return (
    <Container header={<Header variant="h2">Name</Header>}>
      <SpaceBetween size="m">
        <FormField label="Alarm name" errorText={mistakes.name}>
          <Input
            value={draft.name}
            disabled={fixed}
            spellcheck={false}
            onChange={({ detail }) => set({ name: detail.value })}
          />
        </FormField>
        <FormField label="Description">
          <Textarea
            value={draft.description}
            rows={2}
            onChange={({ detail }) => set({ description: detail.value })}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
