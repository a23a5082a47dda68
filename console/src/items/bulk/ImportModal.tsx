import { useEffect, useMemo, useRef, useState } from "react";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { formatBytes, formatCount } from "~/common/format";
import { useClient } from "~/session/context";
import { formatOf, parseItems, type Format } from "../model/importing";
import type { Schema } from "../model/schema";
import { many } from "../results/summary";
import { writeAll, type Outcome } from "./bulk";
import { Failures, WorkBar, type Work } from "./Outcome";

interface Props {
  schema: Schema;
  onWritten: () => void;
  onClose: () => void;
}

const MOST_FILE_BYTES = 64 * 1024 * 1024; // what is larger is imported from S3
const FORMAT_NAMES: Record<Format, string> = {
  dynamodb: "DynamoDB JSON, an item a line or a list",
  plain: "JSON, an item a line or a list",
  csv: "CSV with a line of names",
};

const option = (format: Format) => ({ value: format, label: FORMAT_NAMES[format] });

export function ImportModal({ schema, onWritten, onClose }: Props) {
  const client = useClient(DynamoDBClient);
  const [files, setFiles] = useState<File[]>([]);
  const [text, setText] = useState<string>();
  const [format, setFormat] = useState<Format>("dynamodb");
  const [guess, setGuess] = useState(true);
  const [work, setWork] = useState<Work>();
  const [outcome, setOutcome] = useState<Outcome>();
  const running = useRef<AbortController>();
  const parsed = useMemo(
    () => (text === undefined ? undefined : parseItems(text, format, schema, guess)),
    [text, format, schema, guess],
  );
  useEffect(() => () => running.current?.abort(), []);
  const [file] = files;
  const isTooLarge = (file?.size ?? 0) > MOST_FILE_BYTES;
  const isBusy = work !== undefined && outcome === undefined;

  const pick = (picked: File[]) => {
    setFiles(picked);
    setText(undefined);
    setWork(undefined);
    setOutcome(undefined);
    const [one] = picked;
    if (!one || one.size > MOST_FILE_BYTES) return;
    void one.text().then((read) => {
      setText(read);
      setFormat(formatOf(one.name, read));
    });
  };
  const run = async () => {
    if (!parsed) return;
    const controller = new AbortController();
    running.current = controller;
    const items = parsed.items.map(({ item }) => item);
    setWork({ done: 0, of: items.length });
    const done = await writeAll(
      client,
      schema,
      items,
      (item) => ({ PutRequest: { Item: item } }),
      (count, of) => setWork({ done: count, of }),
      controller.signal,
    );
    setOutcome(done);
    onWritten();
  };
  const ready = parsed && parsed.items.length > 0 && !outcome;
  return (
    <Modal
      visible
      size="large"
      header={`Import into ${schema.table}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {outcome ? "Close" : isBusy ? "Stop" : "Cancel"}
            </Button>
            <Button variant="primary" disabled={!ready} loading={isBusy} onClick={() => void run()}>
              {ready ? `Write ${many(parsed.items.length, "item")}` : "Write"}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="File"
          errorText={
            isTooLarge && `At most ${formatBytes(MOST_FILE_BYTES)}. Larger files are imported from a bucket.`
          }
        >
          <FileUpload
            value={files}
            onChange={({ detail }) => pick(detail.value)}
            accept=".json,.jsonl,.ndjson,.csv,.txt"
            showFileSize
            i18nStrings={{
              uploadButtonText: () => "Choose a file",
              dropzoneText: () => "Drop a file here",
              removeFileAriaLabel: () => "Remove the file",
              limitShowFewer: "Show fewer",
              limitShowMore: "Show more",
              errorIconAriaLabel: "Error",
            }}
          />
        </FormField>
        <FormField label="Format">
          <Select
            selectedOption={option(format)}
            options={(["dynamodb", "plain", "csv"] as const).map(option)}
            onChange={({ detail }) => setFormat(detail.selectedOption.value as Format)}
          />
        </FormField>
        {format === "csv" && (
          <Toggle checked={guess} onChange={({ detail }) => setGuess(detail.checked)}>
            Read numbers, true, false, lists and maps as such (keys always have the type of the table)
          </Toggle>
        )}
        {parsed && (
          <Alert type={parsed.wrong.length > 0 ? "warning" : "info"}>
            {`${many(parsed.items.length, "item")} can be written, ${formatCount(parsed.wrong.length)} wrong. Items with the same key are replaced.`}
          </Alert>
        )}
        <Failures
          header="Wrong, and left out"
          lines={(parsed?.wrong ?? []).map(({ line, problem }) => `Line ${line}: ${problem}`)}
        />
        {work && <WorkBar work={work} label="Writing" />}
        {outcome && <Alert type="success">{`Written: ${formatCount(outcome.done)}.`}</Alert>}
        <Failures
          header="Not written"
          lines={(outcome?.failed ?? []).map(({ what, problem }) => `${what}: ${problem}`)}
        />
      </SpaceBetween>
    </Modal>
  );
}
