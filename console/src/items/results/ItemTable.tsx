import { useMemo, useState, type ReactNode } from "react";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { formatCount } from "~/common/format";
import { printPlain } from "../model/convert";
import { scoreText } from "../model/vector";
import type { Item, Value } from "../model/values";
import {
  columnsOf,
  compareValues,
  freeId,
  shortText,
  shownColumns,
  type ColumnInfo,
  type Shown,
} from "./columns";
import type { Answer, Row } from "./answer";
import { ValueCell } from "./ValueCell";
import { ValueModal } from "./ValueModal";

interface Props {
  title: string;
  answer: Answer | undefined;
  isLoading: boolean;
  keyNames: readonly string[];
  selected: Row[];
  onSelect?: (rows: Row[]) => void;
  firstCell?: (item: Item, text: string) => ReactNode; // a link to the item
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  empty: ReactNode;
  scoreName?: string; // what the scores of a search of vectors are
}

const PAGE_SIZES = [25, 50, 100, 200].map((value) => ({ value, label: `${value} items` }));

const valueIn = (item: Item, name: string): Value | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

export function ItemTable({
  title,
  answer,
  isLoading,
  keyNames,
  selected,
  onSelect,
  firstCell,
  description,
  actions,
  footer,
  empty,
  scoreName,
}: Props) {
  const [chosen, setChosen] = useState<Shown[]>([]);
  const [pageSize, setPageSize] = useState(50);
  const [wrap, setWrap] = useState(false);
  const [opened, setOpened] = useState<{ name: string; value: Value }>();
  const rows = useMemo(() => answer?.rows ?? [], [answer]);
  const infos = useMemo(
    () =>
      columnsOf(
        rows.map(({ item }) => item),
        keyNames,
      ),
    [rows, keyNames],
  );
  const scoreId = useMemo(
    () => (scoreName === undefined ? undefined : freeId(infos, "score")),
    [infos, scoreName],
  );
  const shown = useMemo(() => {
    const attributes = shownColumns(infos, chosen);
    return scoreId === undefined ? attributes : [{ id: scoreId, visible: true }, ...attributes];
  }, [infos, chosen, scoreId]);
  const columns = useMemo(() => {
    const attributes = infos.map((info) =>
      columnOf(info, info.name === keyNames[0] ? firstCell : undefined, setOpened),
    );
    return scoreId === undefined ? attributes : [scoreColumn(scoreId, scoreName ?? ""), ...attributes];
  }, [infos, keyNames, firstCell, scoreId, scoreName]);
  const { items, collectionProps, filterProps, filteredItemsCount, paginationProps } = useCollection(rows, {
    filtering: {
      filteringFunction: ({ item }, text) => printPlain(item, 0).toLowerCase().includes(text.toLowerCase()),
      empty: <Box textAlign="center">{empty}</Box>,
      noMatch: <Box textAlign="center">No loaded item contains that.</Box>,
    },
    pagination: { pageSize },
    sorting: {},
  });
  const noun = answer?.next === undefined ? "" : "+";
  return (
    <>
      <Table
        {...collectionProps}
        variant="container"
        items={items}
        columnDefinitions={columns}
        columnDisplay={shown}
        trackBy="id"
        resizableColumns
        wrapLines={wrap}
        stickyHeader
        loading={isLoading && !answer}
        loadingText="Loading"
        selectionType={onSelect && "multi"}
        selectedItems={selected}
        onSelectionChange={({ detail }) => onSelect?.(detail.selectedItems)}
        ariaLabels={{
          tableLabel: title,
          selectionGroupLabel: "Items",
          allItemsSelectionLabel: () => "Select all items of this page",
          itemSelectionLabel: (_, row) => `Select item ${row.id}`,
        }}
        header={
          <Header
            counter={
              answer &&
              `(${selected.length > 0 ? `${selected.length}/` : ""}${formatCount(rows.length)}${noun})`
            }
            description={description}
            actions={actions}
          >
            {title}
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find in the loaded items"
            filteringAriaLabel="Find in the loaded items"
            countText={`${formatCount(filteredItemsCount)} found`}
          />
        }
        pagination={
          rows.length > pageSize && (
            <Pagination
              {...paginationProps}
              ariaLabels={{
                nextPageLabel: "Next page of the table",
                previousPageLabel: "Previous page of the table",
                pageLabel: (page) => `Page ${page}`,
              }}
            />
          )
        }
        preferences={
          <CollectionPreferences
            title="Preferences"
            confirmLabel="Confirm"
            cancelLabel="Cancel"
            preferences={{
              pageSize,
              wrapLines: wrap,
              contentDisplay: shown.filter(({ id }) => id !== scoreId),
            }}
            onConfirm={({ detail }) => {
              setPageSize(detail.pageSize ?? pageSize);
              setWrap(detail.wrapLines ?? false);
              setChosen([...(detail.contentDisplay ?? [])].map(({ id, visible }) => ({ id, visible })));
            }}
            pageSizePreference={{ title: "Items on a page", options: PAGE_SIZES }}
            wrapLinesPreference={{ label: "Wrap lines", description: "Show long values on several lines" }}
            contentDisplayPreference={{
              title: "Attributes",
              description: "Which are shown, and in which order.",
              enableColumnFiltering: true,
              options: infos.map(({ name }) => ({ id: name, label: name })),
            }}
          />
        }
        footer={footer}
      />
      {opened && <ValueModal {...opened} onDismiss={() => setOpened(undefined)} />}
    </>
  );
}

function Heading({ name, about }: { name: string; about: string }) {
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      {name}{" "}
      <Box variant="span" color="text-body-secondary" fontWeight="normal" fontSize="body-s">
        {about}
      </Box>
    </span>
  );
}

function scoreColumn(id: string, about: string): TableProps.ColumnDefinition<Row> {
  return {
    id,
    header: <Heading name="Score" about={about} />,
    cell: ({ score }) => (score === undefined ? "-" : scoreText(score)),
    sortingComparator: (a, b) => (a.score ?? 0) - (b.score ?? 0),
    width: 220,
    minWidth: 80,
  };
}

function columnOf(
  { name, types }: ColumnInfo,
  link: Props["firstCell"],
  onOpen: (opened: { name: string; value: Value }) => void,
): TableProps.ColumnDefinition<Row> {
  const isTyped = types.length > 1;
  return {
    id: name,
    header: <Heading name={name} about={types.join(", ")} />,
    cell: ({ item }) => {
      const value = valueIn(item, name);
      if (link && value) return link(item, shortText(value).text);
      return <ValueCell value={value} isTyped={isTyped} onShow={(one) => onOpen({ name, value: one })} />;
    },
    sortingComparator: (a, b) => compareValues(valueIn(a.item, name), valueIn(b.item, name)),
    width: 170,
    minWidth: 80,
    isRowHeader: link !== undefined,
  };
}
