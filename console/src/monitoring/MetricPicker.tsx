import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import Select from "@cloudscape-design/components/select";
import { allPages, MOST_LISTED } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import type { Metric } from "~/panels/metrics";
import { useClient } from "~/session/context";

interface Row {
  key: string;
  namespace: string;
  name: string;
  dimensions: string;
  metric: Metric;
}

const COLUMNS: Columns<Row> = [
  {
    id: "name",
    header: "Metric",
    cell: ({ name }) => name,
    sortingField: "name",
    width: 280,
    isRowHeader: true,
  },
  {
    id: "dimensions",
    header: "Dimensions",
    cell: ({ dimensions }) => dimensions || "none",
    sortingField: "dimensions",
    width: 420,
  },
  {
    id: "namespace",
    header: "Namespace",
    cell: ({ namespace }) => namespace,
    sortingField: "namespace",
    width: 180,
  },
];

const ALL = { value: "", label: "All namespaces" };

function useMetrics(namespace: string | undefined, enabled: boolean) {
  const cloudwatch = useClient(CloudWatchClient);
  return useQuery({
    queryKey: ["metrics", namespace],
    enabled,
    queryFn: async ({ signal }) => {
      const metrics = await allPages(async (token: string | undefined) => {
        const answer = await cloudwatch.send(
          new ListMetricsCommand({ Namespace: namespace, NextToken: token }),
          {
            abortSignal: signal,
          },
        );
        return { items: answer.Metrics, next: answer.NextToken };
      });
      return metrics.map(({ Namespace = "", MetricName = "", Dimensions = [] }): Row => {
        const dimensions = Dimensions.map(({ Name = "", Value = "" }) => ({ name: Name, value: Value }));
        const text = dimensions.map(({ name, value }) => `${name}=${value}`).join(", ");
        return {
          key: JSON.stringify([Namespace, MetricName, dimensions]),
          namespace: Namespace,
          name: MetricName,
          dimensions: text,
          metric: { namespace: Namespace, name: MetricName, dimensions },
        };
      });
    },
  });
}

interface Props {
  onPick: (metrics: Metric[]) => void;
  label: string; // of the button
  select?: "single" | "multi";
}

// What the server has metrics of, to be picked from.
export function MetricPicker({ onPick, label, select = "multi" }: Props) {
  const [namespace, setNamespace] = useState("");
  const every = useMetrics(undefined, true);
  const own = useMetrics(namespace, namespace !== "");
  const { data, error, isFetching, refetch } = namespace ? own : every;
  const namespaces = [...new Set((every.data ?? []).map((row) => row.namespace))].sort();
  return (
    <ResourceTable
      title="Metrics"
      description={
        data?.length === MOST_LISTED
          ? `These are the first ${MOST_LISTED.toLocaleString("en-US")}; a namespace may have others.`
          : "That something was reported of in the last two weeks."
      }
      items={data}
      error={error}
      loading={isFetching && !data}
      onRefresh={() => void refetch()}
      columns={COLUMNS}
      rowKey={({ key }) => key}
      empty="There are no metrics. Tables and functions have some as soon as they are used."
      select={select}
      filterPlaceholder="Find metrics by name, dimension or namespace"
      pageSize={20}
      sortBy="name"
      actions={(selected, clear) => (
        <>
          <Select
            ariaLabel="Namespace"
            selectedOption={namespace ? { value: namespace, label: namespace } : ALL}
            options={[ALL, ...namespaces.map((value) => ({ value, label: value }))]}
            onChange={({ detail }) => setNamespace(detail.selectedOption.value ?? "")}
          />
          <Button
            variant="primary"
            disabled={selected.length === 0}
            onClick={() => {
              onPick(selected.map(({ metric }) => metric));
              clear();
            }}
          >
            {selected.length > 1 ? `${label} (${selected.length})` : label}
          </Button>
        </>
      )}
    />
  );
}
