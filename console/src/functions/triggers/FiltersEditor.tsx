import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { filterProblem } from "./trigger";

interface Props {
  filters: string[];
  onChange: (filters: string[]) => void;
}

const MOST = 10;
const SAMPLE = '{"eventName": ["INSERT"], "dynamodb": {"NewImage": {"State": {"S": ["open"]}}}}';

export function FiltersEditor({ filters, onChange }: Props) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Only records that match one of the patterns reach the function. None: all do."
          actions={
            <Button disabled={filters.length >= MOST} onClick={() => onChange([...filters, SAMPLE])}>
              Add filter
            </Button>
          }
        >
          Filters
        </Header>
      }
    >
      <SpaceBetween size="m">
        {filters.length === 0 && "There are none."}
        {filters.map((pattern, index) => (
          <FormField
            key={index}
            label={`Pattern ${index + 1}`}
            errorText={filterProblem(pattern)}
            secondaryControl={
              <Button
                iconName="remove"
                ariaLabel={`Remove pattern ${index + 1}`}
                onClick={() => onChange(filters.filter((_, at) => at !== index))}
              />
            }
          >
            <Textarea
              value={pattern}
              rows={3}
              spellcheck={false}
              onChange={({ detail }) =>
                onChange(filters.map((one, at) => (at === index ? detail.value : one)))
              }
            />
          </FormField>
        ))}
      </SpaceBetween>
    </Container>
  );
}
