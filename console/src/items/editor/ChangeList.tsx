import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { Changes } from "../model/changes";
import type { Item, Value } from "../model/values";
import { typeOf } from "../model/values";
import { shortText } from "../results/columns";

interface Props {
  before: Item;
  after: Item;
  changes: Changes;
  header?: string;
}

const text = (value: Value) => `${typeOf(value)} ${shortText(value).text}`;

// What is different, attribute by attribute.
export function ChangeList({ before, after, changes, header = "What will be saved" }: Props) {
  const { set, remove } = changes;
  return (
    <ExpandableSection
      headerText={`${header} (${set.length + remove.length})`}
      defaultExpanded
      variant="container"
    >
      <div style={{ display: "grid", gap: 4, overflowWrap: "anywhere" }} data-testid="changes">
        {set.map((name) => (
          <div key={name}>
            <strong>{name}</strong>: {Object.hasOwn(before, name) ? <del>{text(before[name]!)}</del> : "new"}
            {" → "}
            {text(after[name]!)}
          </div>
        ))}
        {remove.map((name) => (
          <div key={name}>
            <strong>{name}</strong>: <del>{text(before[name]!)}</del>{" "}
            <Box variant="span" color="text-status-error">
              removed
            </Box>
          </div>
        ))}
      </div>
    </ExpandableSection>
  );
}
