import { useQuery } from "@tanstack/react-query";
import { useSession } from "~/session/context";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ProblemAlert } from "~/common/Problem";
import { useRegionalClient } from "~/panels/useMetricSeries";
import { ALARMS, CHANGES_MS, listAlarms } from "./alarms";
import { AlarmState } from "./AlarmState";
import { parseAlarmArn } from "./widgets";

const MOST_NAMES = 100; // that a widget may have

// Alarms of any regions, with their states.
export function AlarmStates({ arns }: { arns: string[] }) {
  const regions = new Map<string, string[]>();
  for (const arn of arns.slice(0, MOST_NAMES)) {
    const alarm = parseAlarmArn(arn);
    if (alarm) regions.set(alarm.region, [...(regions.get(alarm.region) ?? []), alarm.name]);
  }
  const wrong = arns.filter((arn) => !parseAlarmArn(arn));
  return (
    <SpaceBetween size="xxs">
      {[...regions].map(([region, names]) => (
        <OfRegion key={region} region={region} names={names} />
      ))}
      {wrong.map((arn) => (
        <StatusIndicator key={arn} type="warning">
          {arn} is not the ARN of an alarm
        </StatusIndicator>
      ))}
    </SpaceBetween>
  );
}

function OfRegion({ region, names }: { region: string; names: string[] }) {
  const { session } = useSession();
  const client = useRegionalClient(region);
  const { data, error } = useQuery({
    queryKey: [...ALARMS, "states", region, names],
    queryFn: () => listAlarms(client, names),
    refetchInterval: CHANGES_MS,
  });
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <StatusIndicator type="loading">Loading</StatusIndicator>;
  return (
    <SpaceBetween size="xxs">
      {names.map((name) => {
        const alarm = data.find(({ AlarmName }) => AlarmName === name);
        const isHere = region === session.region;
        return (
          <div key={name} style={{ display: "flex", gap: 12, justifyContent: "space-between" }}>
            <span style={{ minWidth: 0, overflowWrap: "anywhere" }}>
              {isHere ? <PageLink to={links.alarm(name)}>{name}</PageLink> : `${name} (${region})`}
            </span>
            <span style={{ whiteSpace: "nowrap" }}>
              {alarm ? (
                <AlarmState state={alarm.StateValue} />
              ) : (
                <Box color="text-status-inactive">not there</Box>
              )}
            </span>
          </div>
        );
      })}
    </SpaceBetween>
  );
}
