import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { CapacityCard } from "./CapacityCard";
import { ClassCard } from "./ClassCard";
import { ExpiryCard } from "./ExpiryCard";
import { PolicyCard } from "./PolicyCard";
import { ProtectionCard } from "./ProtectionCard";
import { StreamCard } from "./StreamCard";
import { TagsCard } from "./TagsCard";

export function SettingsTab({ table }: { table: TableDescription }) {
  return (
    <SpaceBetween size="l">
      <CapacityCard table={table} />
      <ClassCard table={table} />
      <StreamCard table={table} />
      <ExpiryCard table={table} />
      <ProtectionCard table={table} />
      <TagsCard table={table} />
      <PolicyCard table={table} />
    </SpaceBetween>
  );
}
