import SpaceBetween from "@cloudscape-design/components/space-between";
import { AttachedPolicies } from "./AttachedPolicies";
import { InlinePolicies } from "./InlinePolicies";
import type { Principal } from "./principals";

export function PermissionsPanel({ principal }: { principal: Principal }) {
  return (
    <SpaceBetween size="l">
      <AttachedPolicies principal={principal} />
      <InlinePolicies principal={principal} />
    </SpaceBetween>
  );
}
