// Records of a stream as they are listed.

import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { changesOf, imageJson, keyText, textOf } from "./attributes";

export const EVENTS = ["INSERT", "MODIFY", "REMOVE"] as const;

// Names of what changed: "Price, address.city". Empty where only one image is known of a change.
export function changedNames({ eventName, dynamodb }: _Record): string {
  if (eventName !== "MODIFY" || !dynamodb?.OldImage || !dynamodb.NewImage) return "";
  const changes = changesOf(dynamodb.OldImage, dynamodb.NewImage);
  return changes
    .filter(({ kind }) => kind !== "same")
    .map(({ path }) => path)
    .join(", ");
}

// "by time to live" and the like; undefined: somebody's request.
export function cause({ userIdentity }: _Record): string | undefined {
  if (!userIdentity) return undefined;
  return userIdentity.PrincipalId === "dynamodb.amazonaws.com" ? "Time to live" : userIdentity.PrincipalId;
}

// Does the record match what was typed? An empty text matches all.
export function matches(record: _Record, event: string, text: string): boolean {
  if (event && record.eventName !== event) return false;
  const wanted = text.trim().toLowerCase();
  if (!wanted) return true;
  const { Keys, NewImage, OldImage } = record.dynamodb ?? {};
  if (keyText(Keys).toLowerCase().includes(wanted)) return true;
  return [NewImage, OldImage].some((image) => image && textOf({ M: image }).toLowerCase().includes(wanted));
}

// The record as the service's JSON has it.
export function recordJson(record: _Record): Record<string, unknown> {
  const { dynamodb, ...rest } = record;
  const { Keys, NewImage, OldImage, ApproximateCreationDateTime, ...others } = dynamodb ?? {};
  return {
    ...rest,
    dynamodb: {
      ...(ApproximateCreationDateTime && {
        ApproximateCreationDateTime: ApproximateCreationDateTime.getTime() / 1000,
      }),
      ...(Keys && { Keys: imageJson(Keys) }),
      ...(NewImage && { NewImage: imageJson(NewImage) }),
      ...(OldImage && { OldImage: imageJson(OldImage) }),
      ...others,
    },
  };
}
