import {
  ContextKeyTypeEnum,
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { useMutation } from "@tanstack/react-query";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { likelyType, withKeys, type Context, type Question } from "./simulation";

interface Props {
  mode: string;
  question: Question;
  onChange: (context: Context[]) => void;
}

const TYPES = Object.values(ContextKeyTypeEnum);

// What conditions look at: values that a real request would bring with it.
export function ContextKeys({ mode, question, onChange }: Props) {
  const iam = useClient(IAMClient);
  const { context } = question;
  const policies = [...question.policies, question.boundary, question.resourcePolicy].filter((text) =>
    text.trim(),
  );
  const canAsk = mode === "principal" ? question.principal !== "" : policies.length > 0;
  const find = useMutation({
    mutationFn: async () => {
      const { ContextKeyNames = [] } =
        mode === "principal"
          ? await iam.send(
              new GetContextKeysForPrincipalPolicyCommand({
                PolicySourceArn: question.principal,
                PolicyInputList: policies.length > 0 ? policies : undefined,
              }),
            )
          : await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: policies }));
      onChange(withKeys(context, ContextKeyNames));
      return ContextKeyNames;
    },
  });
  const change = (index: number, part: Partial<Context>) =>
    onChange(context.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Values of a request that conditions look at."
          actions={
            <Button disabled={!canAsk} loading={find.isPending} onClick={() => find.mutate()}>
              Find keys in the policies
            </Button>
          }
        >
          Context
        </Header>
      }
    >
      <SpaceBetween size="s">
        <ProblemAlert error={find.error} header="The keys could not be found" />
        <AttributeEditor<Context>
          items={context}
          empty={find.data?.length === 0 ? "The policies use no context keys." : "There are no context keys."}
          addButtonText="Add context key"
          removeButtonText="Remove"
          removeButtonAriaLabel={({ name }) => `Remove context key ${name}`}
          onAddButtonClick={() => onChange([...context, { name: "", type: "string", values: "" }])}
          onRemoveButtonClick={({ detail }) =>
            onChange(context.filter((_, index) => index !== detail.itemIndex))
          }
          definition={[
            {
              label: "Key",
              control: ({ name }, index) => (
                <Input
                  value={name}
                  ariaLabel={`Context key ${index + 1}`}
                  placeholder="aws:SourceIp"
                  spellcheck={false}
                  onChange={({ detail }) =>
                    change(index, { name: detail.value, type: likelyType(detail.value) })
                  }
                />
              ),
            },
            {
              label: "Type",
              control: ({ type }, index) => (
                <Select
                  ariaLabel={`Type of context key ${index + 1}`}
                  selectedOption={{ value: type, label: type }}
                  options={TYPES.map((value) => ({ value, label: value }))}
                  onChange={({ detail }) =>
                    change(index, {
                      type: TYPES.find((one) => one === detail.selectedOption.value) ?? "string",
                    })
                  }
                />
              ),
            },
            {
              label: "Value",
              constraintText: ({ type }) => type.endsWith("List") && "Separated by commas.",
              control: ({ values }, index) => (
                <Input
                  value={values}
                  ariaLabel={`Value of context key ${index + 1}`}
                  spellcheck={false}
                  onChange={({ detail }) => change(index, { values: detail.value })}
                />
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
