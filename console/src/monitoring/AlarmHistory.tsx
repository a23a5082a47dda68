import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { CloudWatchClient, type AlarmHistoryItem } from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import { CodeEditor } from "~/common/CodeEditor";
import { formatMilliseconds } from "~/common/format";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { ALARMS, CHANGES_MS, historyOf } from "./alarms";

interface Row {
  key: string;
  time: number;
  type: string;
  summary: string;
  data: string;
}

const TYPES: Record<string, string> = {
  StateUpdate: "State",
  ConfigurationUpdate: "Configuration",
  Action: "Action",
};

function rowOf(item: AlarmHistoryItem, index: number): Row {
  const { Timestamp, HistoryItemType: type, HistorySummary = "", HistoryData = "" } = item;
  return {
    key: String(index),
    time: Timestamp?.getTime() ?? 0,
    type: TYPES[type ?? ""] ?? type ?? "",
    summary: HistorySummary,
    data: HistoryData,
  };
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

export function AlarmHistory({ name }: { name: string }) {
  const cloudwatch = useClient(CloudWatchClient);
  const [shown, setShown] = useState<Row>();
  const { data, error, refetch } = useQuery({
    queryKey: [...ALARMS, name, "history"],
    queryFn: () => historyOf(cloudwatch, name),
    refetchInterval: CHANGES_MS,
  });
  const columns: Columns<Row> = [
    {
      id: "time",
      header: "Time (UTC)",
      cell: ({ time }) => formatMilliseconds(time),
      sortingField: "time",
      width: 230,
    },
    { id: "type", header: "What", cell: ({ type }) => type, sortingField: "type", width: 140 },
    { id: "summary", header: "Summary", cell: ({ summary }) => summary, width: 520, isRowHeader: true },
    {
      id: "data",
      header: "Details",
      cell: (row) => (
        <Button variant="inline-link" ariaLabel={`Details of ${row.summary}`} onClick={() => setShown(row)}>
          Show
        </Button>
      ),
      width: 100,
    },
  ];
  return (
    <>
      <ResourceTable
        title="History"
        description="The last 30 days, up to 500 entries."
        items={data?.map(rowOf)}
        error={error}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ key }) => key}
        empty="Nothing has happened yet."
        filterPlaceholder="Find in the history"
        pageSize={20}
        sortBy="time"
        sortDescending
      />
      {shown && (
        <Modal
          visible
          size="large"
          header={shown.summary}
          closeAriaLabel="Close"
          onDismiss={() => setShown(undefined)}
        >
          <CodeEditor label="Details" value={pretty(shown.data)} />
        </Modal>
      )}
    </>
  );
}
