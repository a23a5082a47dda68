import { useState, type ReactNode } from "react";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { formatBytes, formatTime } from "~/common/format";
import { cutText, keyText } from "./attributes";
import { EventBadge } from "./EventBadge";
import { cause, changedNames, EVENTS, matches } from "./records";

interface Props {
  records: readonly _Record[];
  picked: _Record | undefined;
  onPick: (record: _Record) => void;
  description: ReactNode;
  actions: ReactNode;
}

const PAGE = 10;
const CUT = 200;

const COLUMNS: TableProps.ColumnDefinition<_Record>[] = [
  {
    id: "time",
    header: "Time",
    cell: (record) => formatTime(record.dynamodb?.ApproximateCreationDateTime),
    width: 210,
  },
  { id: "event", header: "Event", cell: (record) => <EventBadge record={record} />, width: 110 },
  {
    id: "keys",
    header: "Keys",
    cell: (record) => <Box variant="code">{cutText(keyText(record.dynamodb?.Keys), CUT)}</Box>,
    isRowHeader: true,
    minWidth: 240,
  },
  {
    id: "changed",
    header: "Changed",
    cell: (record) => cause(record) ?? (cutText(changedNames(record), CUT) || "-"),
    minWidth: 180,
  },
  { id: "size", header: "Size", cell: (record) => formatBytes(record.dynamodb?.SizeBytes), width: 110 },
  {
    id: "sequence",
    header: "Sequence number",
    cell: (record) => <Box variant="code">{record.dynamodb?.SequenceNumber}</Box>,
    width: 250,
  },
];

const ALL = { value: "", label: "All events" };

export function RecordsTable({ records, picked, onPick, description, actions }: Props) {
  const [event, setEvent] = useState("");
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const found = records.filter((record) => matches(record, event, text));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const shown = Math.min(page, pages);
  return (
    <Table
      items={found.slice((shown - 1) * PAGE, shown * PAGE)}
      columnDefinitions={COLUMNS}
      trackBy={(record) => record.eventID ?? ""}
      selectionType="single"
      selectedItems={picked ? [picked] : []}
      onSelectionChange={({ detail }) => detail.selectedItems[0] && onPick(detail.selectedItems[0])}
      onRowClick={({ detail }) => onPick(detail.item)}
      resizableColumns
      wrapLines={false}
      ariaLabels={{
        selectionGroupLabel: "Records",
        itemSelectionLabel: (_, record) => `Record ${record.dynamodb?.SequenceNumber}`,
      }}
      empty={
        <Box textAlign="center">
          {records.length > 0
            ? "Nothing matches."
            : "Nothing has happened yet. Write to the table to see it here."}
        </Box>
      }
      header={
        <Header variant="h2" counter={`(${found.length})`} description={description} actions={actions}>
          Records
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="s">
          <TextFilter
            filteringText={text}
            filteringPlaceholder="Find in keys and attributes"
            filteringAriaLabel="Find records"
            onChange={({ detail }) => setText(detail.filteringText)}
          />
          <Select
            selectedOption={event ? { value: event, label: event } : ALL}
            options={[ALL, ...EVENTS.map((name) => ({ value: name, label: name }))]}
            onChange={({ detail }) => setEvent(detail.selectedOption.value ?? "")}
            ariaLabel="Events"
          />
        </SpaceBetween>
      }
      pagination={
        found.length > PAGE && (
          <Pagination
            currentPageIndex={shown}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: "Next page", previousPageLabel: "Previous page" }}
          />
        )
      }
    />
  );
}
