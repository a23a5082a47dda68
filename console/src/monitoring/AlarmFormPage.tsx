import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router-dom";
import { useQueryClient } from "@tanstack/react-query";
import { CloudWatchClient, PutMetricAlarmCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { parseGraph } from "~/panels/graph";
import { useClient } from "~/session/context";
import { ActionsForm } from "./ActionsForm";
import { draftOf, inputOf, mistakesOf, newDraft, type AlarmDraft } from "./alarmModel";
import { useAlarm } from "./AlarmPage";
import { ALARMS } from "./alarms";
import { ConditionForm } from "./ConditionForm";
import { NameForm } from "./NameForm";
import { WatchedForm } from "./WatchedForm";

const CRUMBS = [{ text: "Alarms", to: links.alarms() }];

export function CreateAlarmPage() {
  const [search] = useSearchParams();
  const { lines, period } = parseGraph(search.get("graph"));
  return (
    <Page title="Create alarm" crumbs={CRUMBS}>
      <AlarmForm first={newDraft(lines.map((line) => ({ period, ...line })))} cancel={links.alarms()} />
    </Page>
  );
}

export function EditAlarmPage() {
  const { name = "" } = useParams();
  const { data: alarm, error, refetch } = useAlarm(name);
  return (
    <Page title={`Edit ${name}`} crumbs={[...CRUMBS, { text: name, to: links.alarm(name) }]}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {alarm === null && <Box>There is no alarm of this name.</Box>}
      {alarm && <AlarmForm first={draftOf(alarm)} alarm={alarm} cancel={links.alarm(name)} />}
    </Page>
  );
}

interface Props {
  first: AlarmDraft;
  alarm?: MetricAlarm; // the one that is changed
  cancel: string; // where to go instead
}

function AlarmForm({ first, alarm, cancel }: Props) {
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const set = (part: Partial<AlarmDraft>) => setDraft((before) => ({ ...before, ...part }));
  const mistakes = mistakesOf(draft);
  const save = async () => {
    setTried(true);
    if (Object.keys(mistakes).length > 0) return;
    await run(async () => {
      await cloudwatch.send(new PutMetricAlarmCommand(inputOf(draft, alarm)));
      await queries.invalidateQueries({ queryKey: ALARMS });
      notify.success(`Alarm ${draft.name.trim()} was ${alarm ? "changed" : "created"}.`);
      navigate(links.alarm(draft.name.trim()));
    });
  };
  const part = { draft, set, mistakes: tried ? mistakes : {} };
  return (
    <Form
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <PageButton variant="link" to={cancel}>
            Cancel
          </PageButton>
          <Button variant="primary" loading={busy} onClick={() => void save()}>
            {alarm ? "Save" : "Create alarm"}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <NameForm {...part} fixed={alarm !== undefined} />
        <WatchedForm {...part} />
        <ConditionForm {...part} />
        <ActionsForm {...part} />
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Form>
  );
}
