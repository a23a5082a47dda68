import { useState, type ReactNode } from "react";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { ProblemAlert } from "./Problem";

export type Columns<T> = TableProps.ColumnDefinition<T>[];

// Columns are as wide as what is in them, up to this many pixels.
const WIDEST = 360;

interface Props<T> {
  title: string;
  description?: ReactNode;
  items: readonly T[] | undefined; // undefined while they are loaded
  error?: unknown;
  loading?: boolean; // again
  onRefresh?: () => void;
  columns: Columns<T>;
  rowKey: (item: T) => string;
  empty: ReactNode; // "There are no tables."
  select?: "single" | "multi";
  // The buttons; `selected` is what the user picked, `clear` unpicks it.
  actions?: (selected: T[], clear: () => void) => ReactNode;
  filterPlaceholder?: string;
  filterFields?: (keyof T & string)[]; // what is searched for the text; else all of an item
  pageSize?: number;
  variant?: TableProps.Variant;
  sortBy?: string; // the id of a column
  sortDescending?: boolean;
}

// A table of resources: filtered, sorted and paged here, since all of them are loaded.
export function ResourceTable<T>({
  title,
  description,
  items,
  error,
  loading = false,
  onRefresh,
  columns,
  rowKey,
  empty,
  select,
  actions,
  filterPlaceholder,
  filterFields,
  pageSize = 50,
  variant = "container",
  sortBy,
  sortDescending = false,
}: Props<T>) {
  const [picked, setPicked] = useState<T[]>([]);
  const sortColumn = columns.find((column) => column.id === sortBy);
  const collection = useCollection(items ?? [], {
    filtering: {
      fields: filterFields,
      empty: <Box textAlign="center">{error ? "It could not be loaded." : empty}</Box>,
      noMatch: <Box textAlign="center">Nothing matches.</Box>,
    },
    pagination: { pageSize },
    sorting: sortColumn ? { defaultState: { sortingColumn: sortColumn, isDescending: sortDescending } } : {},
  });
  // What was picked may have changed or gone since.
  const keys = new Set(picked.map(rowKey));
  const selected = (items ?? []).filter((item) => keys.has(rowKey(item)));
  const clear = () => setPicked([]);
  const fitted = columns.map((column) => ({ maxWidth: WIDEST, ...column, width: undefined }));
  return (
    <SpaceBetween size="m">
      <ProblemAlert error={error} onRetry={onRefresh} />
      <Table
        {...collection.collectionProps}
        items={collection.items}
        columnDefinitions={fitted}
        trackBy={rowKey}
        loading={(items === undefined && !error) || loading}
        loadingText="Loading"
        variant={variant}
        wrapLines={false}
        selectionType={select}
        selectedItems={selected}
        onSelectionChange={({ detail }) => setPicked(detail.selectedItems)}
        header={
          <Header
            variant={variant === "full-page" ? "h1" : "h2"}
            counter={items && `(${items.length})`}
            description={description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {onRefresh && <Button iconName="refresh" ariaLabel="Refresh" onClick={onRefresh} />}
                {actions?.(selected, clear)}
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
        filter={
          filterPlaceholder !== undefined && (
            <TextFilter
              {...collection.filterProps}
              filteringPlaceholder={filterPlaceholder}
              countText={`${collection.filteredItemsCount ?? 0} found`}
            />
          )
        }
        pagination={(items?.length ?? 0) > pageSize && <Pagination {...collection.paginationProps} />}
      />
    </SpaceBetween>
  );
}
