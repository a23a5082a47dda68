import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { PolicyEditor } from "~/panels/PolicyEditor";
import type { Question } from "./simulation";

interface Props {
  isPrincipal: boolean;
  question: Question;
  onChange: (part: Partial<Question>) => void;
}

const HEIGHT = 180;

export function SimulatorOptions({ isPrincipal, question, onChange }: Props) {
  return (
    <ExpandableSection variant="container" headerText="More policies">
      <SpaceBetween size="l">
        {isPrincipal && (
          <PolicyEditor
            label="One more policy, as if it were attached"
            value={question.policies[0] ?? ""}
            onChange={(text) => onChange({ policies: [text] })}
            height={HEIGHT}
          />
        )}
        <PolicyEditor
          label="Permissions boundary, in place of any that there is"
          value={question.boundary}
          onChange={(boundary) => onChange({ boundary })}
          height={HEIGHT}
        />
        <PolicyEditor
          label="Policy of the resource"
          value={question.resourcePolicy}
          onChange={(resourcePolicy) => onChange({ resourcePolicy })}
          height={HEIGHT}
        />
        <FormField
          label="Caller"
          description="ARN of the user for the policy of the resource. Needed unless a user was chosen."
        >
          <Input
            value={question.caller}
            placeholder="arn:aws:iam::000000000000:user/ann"
            spellcheck={false}
            onChange={({ detail }) => onChange({ caller: detail.value.trim() })}
          />
        </FormField>
      </SpaceBetween>
    </ExpandableSection>
  );
}
