import { download } from "~/common/files";
import { printItem, printPlain } from "../model/convert";
import { printCsv } from "../model/csv";
import type { Item } from "../model/values";
import { columnsOf } from "./columns";

export function exportOptions(which: string) {
  return [
    { id: "dynamodb", text: "DynamoDB JSON lines", secondaryText: which },
    { id: "plain", text: "JSON lines", secondaryText: which },
    { id: "csv", text: "CSV", secondaryText: which },
  ];
}

const lines = (items: readonly Item[], print: (item: Item, indent: number) => string) =>
  items.map((item) => `${print(item, 0)}\n`).join("");

export function exportItems(
  name: string,
  format: string,
  items: readonly Item[],
  keyNames: readonly string[],
): void {
  if (format === "csv") {
    const columns = columnsOf(items, keyNames).map((column) => column.name);
    download(`${name}.csv`, printCsv(items, columns), "text/csv");
  } else if (format === "plain") download(`${name}.jsonl`, lines(items, printPlain), "application/jsonl");
  else download(`${name}.dynamodb.jsonl`, lines(items, printItem), "application/jsonl");
}
