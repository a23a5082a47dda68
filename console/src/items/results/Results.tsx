import { useCallback, useMemo, useState } from "react";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { AttributeModal } from "../bulk/AttributeModal";
import { DeleteModal } from "../bulk/DeleteModal";
import { ImportModal } from "../bulk/ImportModal";
import type { Mode } from "../editor/ItemPage";
import { printItem } from "../model/convert";
import { hasKey, keyNames, keyText, type Schema } from "../model/schema";
import type { Item } from "../model/values";
import { exportItems, exportOptions } from "./exporting";
import { ItemTable } from "./ItemTable";
import { LoadMore } from "./LoadMore";
import { summaryOf } from "./summary";
import type { Answer, Row } from "./answer";
import type { Pages } from "./usePages";

interface Props {
  schema: Schema;
  pages: Pages;
  onRepeat: () => void;
  onOpen: (mode: Mode, key: string) => void;
  onSimilar: (item: Item, vectorIndex: string) => void;
  scoreName: string | undefined; // of what is shown
}

function emptyText(answer: Answer | undefined): string {
  if (!answer) return "Run the search to see items.";
  return answer.next === undefined ? "Nothing was found." : "Nothing was found yet. There may be more.";
}

type Dialog = "delete" | "set" | "remove" | "import";

const SIMILAR = "similar "; // and the index

export function Results({ schema, pages, onRepeat, onOpen, onSimilar, scoreName }: Props) {
  const notify = useNotify();
  const { answer } = pages;
  const [picked, setPicked] = useState<Row[]>([]);
  const [dialog, setDialog] = useState<Dialog>();
  // What was picked may have changed or gone since.
  const selected = useMemo(() => {
    const ids = new Set(picked.map(({ id }) => id));
    return (answer?.rows ?? []).filter(({ id }) => ids.has(id));
  }, [picked, answer]);
  const items = selected.map(({ item }) => item);
  const names = useMemo(() => keyNames(schema.keys), [schema]);
  const link = useCallback(
    (item: Item, text: string) => {
      if (!hasKey(schema, item)) return text;
      return (
        <Link
          onFollow={(event) => {
            event.preventDefault();
            onOpen("edit", keyText(schema, item));
          }}
          href="#"
        >
          {text}
        </Link>
      );
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- onOpen does the same in every rendering
    [schema],
  );
  const act = (id: string) => {
    const [first] = items;
    if (id === "copy")
      void navigator.clipboard
        .writeText(items.map((item) => printItem(item)).join("\n"))
        .then(() => notify.success(`Copied as DynamoDB JSON: ${items.length}.`))
        .catch((error: unknown) => notify.failure("The browser did not copy it", error));
    else if (id.startsWith(SIMILAR) && first) onSimilar(first, id.slice(SIMILAR.length));
    else if ((id === "edit" || id === "duplicate") && first) onOpen(id, keyText(schema, first));
    else setDialog(id as Dialog);
  };
  const none = items.length === 0;
  const noKeys = none || !items.every((item) => hasKey(schema, item));
  const notOne = noKeys || items.length > 1;
  const close = () => setDialog(undefined);
  return (
    <>
      <ItemTable
        title="Items"
        answer={answer}
        isLoading={pages.isLoading}
        keyNames={names}
        selected={selected}
        onSelect={setPicked}
        firstCell={link}
        description={answer && summaryOf(answer)}
        empty={emptyText(answer)}
        scoreName={scoreName}
        footer={<LoadMore pages={pages} />}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel="Run again" onClick={onRepeat} />
            <ButtonDropdown
              onItemClick={({ detail }) => act(detail.id)}
              items={[
                { id: "edit", text: "Edit", disabled: notOne },
                { id: "duplicate", text: "Duplicate", disabled: notOne },
                ...schema.vectors.map(({ name, attribute }) => ({
                  id: SIMILAR + name,
                  text: `Similar items by ${name}`,
                  disabled: items.length !== 1 || (notOne && !Object.hasOwn(items[0] ?? {}, attribute)),
                })),
                { id: "copy", text: "Copy as DynamoDB JSON", disabled: none },
                { id: "set", text: "Set an attribute", disabled: noKeys },
                { id: "remove", text: "Remove an attribute", disabled: noKeys },
                { id: "delete", text: "Delete", disabled: noKeys },
              ]}
            >
              Actions
            </ButtonDropdown>
            <ButtonDropdown
              disabled={!answer || answer.rows.length === 0}
              onItemClick={({ detail }) =>
                exportItems(
                  schema.table,
                  detail.id,
                  none ? (answer?.rows ?? []).map(({ item }) => item) : items,
                  names,
                )
              }
              items={exportOptions(none ? "all that are loaded" : `${items.length} selected`)}
            >
              Export
            </ButtonDropdown>
            <Button onClick={() => setDialog("import")}>Import</Button>
            <Button variant="primary" onClick={() => onOpen("create", "")}>
              Create item
            </Button>
          </SpaceBetween>
        }
      />
      {dialog === "delete" && (
        <DeleteModal
          schema={schema}
          items={items}
          onGone={(gone) => pages.replace(schema, gone)}
          onClose={close}
        />
      )}
      {(dialog === "set" || dialog === "remove") && (
        <AttributeModal
          schema={schema}
          items={items}
          kind={dialog}
          onChanged={(changed) => pages.replace(schema, changed)}
          onClose={close}
        />
      )}
      {dialog === "import" && <ImportModal schema={schema} onWritten={onRepeat} onClose={close} />}
    </>
  );
}
