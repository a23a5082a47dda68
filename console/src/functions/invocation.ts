// What came of calling a function.

import type { InvocationResponse } from "@aws-sdk/client-lambda";
import { prettyJson } from "~/common/json";

export interface Outcome {
  failure?: string; // "Unhandled": the function failed; undefined: it did not
  payload: string;
  log: string; // its last 4 KB
  report: [name: string, value: string][];
  version?: string;
}

const MOST_SHOWN = 200_000;

export function outcomeOf(response: InvocationResponse): Outcome {
  const text = new TextDecoder().decode(response.Payload ?? new Uint8Array());
  const log = decodeLog(response.LogResult);
  const payload = prettyJson(text) ?? text;
  return {
    failure: response.FunctionError,
    payload:
      payload.length > MOST_SHOWN
        ? `${payload.slice(0, MOST_SHOWN)}\n... ${payload.length - MOST_SHOWN} more characters`
        : payload,
    log,
    report: reportOf(log),
    version: response.ExecutedVersion,
  };
}

function decodeLog(base64: string | undefined): string {
  if (!base64) return "";
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  // Runtimes end the lines of a stack trace by a carriage return alone.
  return new TextDecoder().decode(bytes).replace(/\r\n?/g, "\n");
}

// "REPORT RequestId: 1\tDuration: 2 ms\t..." as its parts.
export function reportOf(log: string): [name: string, value: string][] {
  const lines = log.split("\n").filter((line) => line.startsWith("REPORT "));
  const parts = lines.at(-1)?.slice("REPORT ".length).split("\t") ?? [];
  return parts
    .map((part): [string, string] => {
      const colon = part.indexOf(":");
      return [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
    })
    .filter(([name, value]) => name !== "" && value !== "");
}

export interface SampleEvent {
  id: string;
  text: string;
  payload: object;
}

const change = (eventName: string, images: object, sequence: string) => ({
  eventID: `0000000000000000000000000000000${sequence}`,
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: "us-east-1",
  eventName,
  dynamodb: {
    ApproximateCreationDateTime: 1795376000,
    Keys: { Id: { S: "one" } },
    ...images,
    SequenceNumber: `10000000000000000000${sequence}`,
    SizeBytes: 26,
    StreamViewType: "NEW_AND_OLD_IMAGES",
  },
  eventSourceARN: "arn:aws:dynamodb:us-east-1:000000000000:table/Sample/stream/2026-01-01T00:00:00.000",
});

const OLD_IMAGE = { Id: { S: "one" }, Price: { N: "9.90" } };
const NEW_IMAGE = { Id: { S: "one" }, Price: { N: "12.50" } };

export const SAMPLE_EVENTS: SampleEvent[] = [
  { id: "empty", text: "Empty object", payload: {} },
  { id: "hello", text: "Three keys", payload: { key1: "value1", key2: "value2", key3: "value3" } },
  {
    id: "stream",
    text: "Changes of a table",
    payload: {
      Records: [
        change("INSERT", { NewImage: OLD_IMAGE }, "1"),
        change("MODIFY", { NewImage: NEW_IMAGE, OldImage: OLD_IMAGE }, "2"),
        change("REMOVE", { OldImage: NEW_IMAGE }, "3"),
      ],
    },
  },
];
