import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { useQueryClient } from "@tanstack/react-query";
import { CreateFunctionCommand, LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";
import { textFile, writeArchive } from "./archive";
import { FirstCode, type CodeChoice } from "./FirstCode";
import { RoleField } from "./RoleField";
import { DEFAULT_HANDLERS, familyOf, fileOfHandler, firstCode, RUNTIMES } from "./runtimes";
import { codeOf, isComplete, NO_ZIP } from "./ZipSource";

const FIRST_RUNTIME = "python3.13";
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

export function CreateFunction() {
  const lambda = useClient(LambdaClient);
  const sts = useClient(STSClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [runtime, setRuntime] = useState(FIRST_RUNTIME);
  const [handler, setHandler] = useState(DEFAULT_HANDLERS.python);
  const [role, setRole] = useState("");
  const [code, setCode] = useState<CodeChoice>({ kind: "plain", text: undefined, zip: NO_ZIP });
  const { busy, error, run } = useAction();

  const pickRuntime = (next: string) => {
    if (familyOf(next) !== familyOf(runtime)) {
      setHandler(DEFAULT_HANDLERS[familyOf(next)]);
      setCode({ ...code, text: undefined });
    }
    setRuntime(next);
  };
  const create = () =>
    run(async () => {
      const text = code.text ?? firstCode(runtime, handler, code.kind === "stream" ? "stream" : "plain");
      const Code =
        code.kind === "zip"
          ? await codeOf(code.zip)
          : { ZipFile: writeArchive([textFile(fileOfHandler(runtime, handler), text)]) };
      // Any role will do where signatures are not verified.
      const Role =
        role.trim() ||
        `arn:aws:iam::${(await sts.send(new GetCallerIdentityCommand({}))).Account}:role/${name}`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: runtime as Runtime,
          Handler: handler.trim(),
          Role,
          Code,
        }),
      );
      await queries.invalidateQueries({ queryKey: ["functions"] });
      notify.success(`Function ${name} was created.`);
      navigate(links.function(name));
    });
  const ready = NAME.test(name) && handler.trim() !== "" && (code.kind !== "zip" || isComplete(code.zip));
  const picked = RUNTIMES.find(({ id }) => id === runtime);
  return (
    <Page title="Create function" crumbs={[{ text: "Functions", to: links.functions() }]}>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <PageButton to={links.functions()} variant="link">
              Cancel
            </PageButton>
            <Button variant="primary" disabled={!ready} loading={busy} onClick={() => void create()}>
              Create function
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Function</Header>}>
            <SpaceBetween size="m">
              <FormField
                label="Name"
                constraintText="Letters, digits, hyphens and underscores, 64 at most."
                errorText={name && !NAME.test(name) && "This is not a name of a function."}
              >
                <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
              </FormField>
              <FormField label="Runtime" description="What the code runs with, on the machine of the server.">
                <Select
                  selectedOption={{ value: runtime, label: picked?.text }}
                  options={RUNTIMES.map(({ id, text }) => ({ value: id, label: text }))}
                  onChange={({ detail }) => pickRuntime(detail.selectedOption.value ?? runtime)}
                />
              </FormField>
              <FormField label="Handler" description="FILE.FUNCTION: what is called, and where it is.">
                <Input value={handler} onChange={({ detail }) => setHandler(detail.value)} />
              </FormField>
              <RoleField
                value={role}
                onChange={setRole}
                description="Empty: a role of the same name; where signatures are not verified, it need not be there."
              />
            </SpaceBetween>
          </Container>
          <FirstCode value={code} onChange={setCode} runtime={runtime} handler={handler} />
          <ProblemAlert error={error} header="The function was not created" />
        </SpaceBetween>
      </Form>
    </Page>
  );
}
