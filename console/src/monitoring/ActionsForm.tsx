import { useQuery } from "@tanstack/react-query";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";
import type { AlarmAction } from "./alarmModel";
import { stateText, STATES } from "./AlarmState";
import type { PartProps } from "./NameForm";

// The functions that may be invoked; one who may not list them types the ARN.
function useFunctionArns(): string[] {
  const lambda = useClient(LambdaClient);
  const { data } = useQuery({
    queryKey: ["alarm-functions"],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const answer = await lambda.send(new ListFunctionsCommand({ Marker: token }));
        return { items: answer.Functions, next: answer.NextMarker };
      }),
  });
  return (data ?? []).map(({ FunctionArn = "" }) => FunctionArn);
}

export function ActionsForm({ draft, set }: PartProps) {
  const arns = useFunctionArns();
  const change = (index: number, part: Partial<AlarmAction>) =>
    set({ actions: draft.actions.map((action, at) => (at === index ? { ...action, ...part } : action)) });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A function is invoked when the state becomes the one that is given. Its policy has to allow lambda.alarms.cloudwatch.amazonaws.com where policies are enforced."
        >
          Actions
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Toggle
          checked={draft.actionsEnabled}
          onChange={({ detail }) => set({ actionsEnabled: detail.checked })}
        >
          Actions are enabled
        </Toggle>
        <AttributeEditor
          items={draft.actions}
          addButtonText="Add action"
          removeButtonText="Remove"
          empty="There are no actions."
          onAddButtonClick={() => set({ actions: [...draft.actions, { state: "ALARM", arn: "" }] })}
          onRemoveButtonClick={({ detail }) =>
            set({ actions: draft.actions.filter((_, index) => index !== detail.itemIndex) })
          }
          definition={[
            {
              label: "When the state becomes",
              control: ({ state }, index) => (
                <Select
                  selectedOption={{ value: state, label: stateText(state) }}
                  options={STATES.map((value) => ({ value, label: stateText(value) }))}
                  onChange={({ detail }) =>
                    change(index, {
                      state: STATES.find((one) => one === detail.selectedOption.value) ?? state,
                    })
                  }
                />
              ),
            },
            {
              label: "ARN",
              control: ({ arn }, index) => (
                <Autosuggest
                  value={arn}
                  placeholder="arn:aws:lambda:us-east-1:000000000000:function:name"
                  options={arns.map((value) => ({ value }))}
                  enteredTextLabel={(text) => `Use ${text}`}
                  empty="There are no functions."
                  onChange={({ detail }) => change(index, { arn: detail.value })}
                />
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
