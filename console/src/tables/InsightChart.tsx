import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import { CloudWatchClient, GetInsightRuleReportCommand } from "@aws-sdk/client-cloudwatch";
import { ProblemAlert } from "~/common/Problem";
import { SeriesChart } from "~/panels/SeriesChart";
import type { TimeRange } from "~/panels/timeRange";
import { METRIC_DATA } from "~/panels/useMetricSeries";
import { useClient } from "~/session/context";
import { keyText, reportWindow, seriesOfReport, shareText, type Rule } from "./insights";

interface Props {
  rule: Rule;
  range: TimeRange;
  every: number; // milliseconds; 0: only when asked
}

const MOST_KEYS = 10;

// The keys that one rule found, over time and together.
export function InsightChart({ rule, range, every }: Props) {
  const cloudwatch = useClient(CloudWatchClient);
  const { data, error, refetch } = useQuery({
    queryKey: [METRIC_DATA, "insights", rule.name, range],
    queryFn: async ({ signal }) => {
      const window = reportWindow(range, new Date());
      const report = await cloudwatch.send(
        new GetInsightRuleReportCommand({
          RuleName: rule.name,
          StartTime: window.start,
          EndTime: window.end,
          Period: window.period,
          MaxContributorCount: MOST_KEYS,
        }),
        { abortSignal: signal },
      );
      return { window, report };
    },
    placeholderData: keepPreviousData,
    refetchInterval: every || false,
  });
  const unique = data?.report.ApproximateUniqueCount;
  return (
    <Container
      fitHeight
      header={
        <Header variant="h3" description={unique ? `Of ${unique} different keys` : undefined}>
          {rule.title}
        </Header>
      }
    >
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Spinner size="large" />}
      {data && (
        <SpaceBetween size="s">
          <SeriesChart
            data={{ window: data.window, series: seriesOfReport(data.report), messages: [] }}
            label={rule.title}
            unit={rule.unit}
            legend={false}
            nothing="No keys in this time"
          />
          <Table
            variant="borderless"
            contentDensity="compact"
            items={data.report.Contributors ?? []}
            empty={<Box color="text-body-secondary">None</Box>}
            ariaLabels={{ tableLabel: rule.title }}
            columnDefinitions={[
              {
                id: "key",
                header: (data.report.KeyLabels ?? []).join(" / "),
                cell: ({ Keys = [] }) => keyText(Keys),
                isRowHeader: true,
              },
              {
                id: "value",
                header: rule.unit,
                cell: ({ ApproximateAggregateValue = 0 }) =>
                  shareText(ApproximateAggregateValue, data.report.AggregateValue ?? 0, rule.unit),
              },
            ]}
          />
        </SpaceBetween>
      )}
    </Container>
  );
}
