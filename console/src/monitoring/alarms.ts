import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  type CloudWatchClient,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { allPages } from "~/common/pages";

export const ALARMS = ["alarms"];
export const CHANGES_MS = 10_000; // states change by themselves
const AT_ONCE = 100; // names in one request
const MOST_HISTORY = 500;

export function listAlarms(client: CloudWatchClient, names?: string[]): Promise<MetricAlarm[]> {
  return allPages(async (token: string | undefined) => {
    const answer = await client.send(new DescribeAlarmsCommand({ AlarmNames: names, NextToken: token }));
    return { items: answer.MetricAlarms, next: answer.NextToken };
  });
}

export function historyOf(client: CloudWatchClient, name: string) {
  return allPages(async (token: string | undefined) => {
    const answer = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: name, NextToken: token }));
    return { items: answer.AlarmHistoryItems, next: answer.NextToken };
  }, MOST_HISTORY);
}

async function inParts(names: string[], action: (part: string[]) => Promise<unknown>) {
  for (let from = 0; from < names.length; from += AT_ONCE) await action(names.slice(from, from + AT_ONCE));
}

export function deleteAlarms(client: CloudWatchClient, names: string[]) {
  return inParts(names, (AlarmNames) => client.send(new DeleteAlarmsCommand({ AlarmNames })));
}

export function enableActions(client: CloudWatchClient, names: string[], enabled: boolean) {
  return inParts(names, (AlarmNames) =>
    enabled
      ? client.send(new EnableAlarmActionsCommand({ AlarmNames }))
      : client.send(new DisableAlarmActionsCommand({ AlarmNames })),
  );
}
