import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import Badge, { type BadgeProps } from "@cloudscape-design/components/badge";

const COLORS: Record<string, BadgeProps["color"]> = { INSERT: "green", MODIFY: "blue", REMOVE: "red" };

export function EventBadge({ record: { eventName } }: { record: _Record }) {
  return <Badge color={COLORS[eventName ?? ""] ?? "grey"}>{eventName ?? "?"}</Badge>;
}
