import Button from "@cloudscape-design/components/button";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { emptyIndex, type IndexForm, type TableForm } from "./form";
import { IndexFields } from "./IndexFields";
import { VectorFields } from "./VectorFields";
import { emptyVector } from "./vectors";

const nextId = (rows: readonly { id: number }[]) => Math.max(-1, ...rows.map(({ id }) => id)) + 1;

interface Props {
  form: TableForm;
  onChange: (part: Partial<Pick<TableForm, "indexes" | "vectors">>) => void;
  problems: Record<string, string>;
  globalOnly?: boolean; // as an import makes them
}

// The indexes of a new table.
export function IndexesEditor({ form, onChange, problems, globalOnly }: Props) {
  const { indexes, vectors, capacity } = form;
  const add = (kind: IndexForm["kind"]) =>
    onChange({ indexes: [...indexes, emptyIndex(nextId(indexes), kind, capacity)] });
  const addVector = () => onChange({ vectors: [...vectors, emptyVector(nextId(vectors))] });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${indexes.length + vectors.length})`}
            description={
              globalOnly
                ? "Global and vector indexes may also be added later."
                : "Global and vector indexes may also be added later, local ones only now. Those need a sort key of the table."
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {!globalOnly && (
                  <Button formAction="none" onClick={() => add("local")}>
                    Add local index
                  </Button>
                )}
                <Button formAction="none" onClick={() => add("global")}>
                  Add global index
                </Button>
                <Button formAction="none" onClick={addVector}>
                  Add vector index
                </Button>
              </SpaceBetween>
            }
          >
            Indexes
          </Header>
        }
      >
        {indexes.length + vectors.length === 0 && (
          <Box color="text-status-inactive">The table will have no indexes.</Box>
        )}
        <SpaceBetween size="l">
          {indexes.map((index) => (
            <Container
              key={index.id}
              variant="stacked"
              header={
                <Header
                  variant="h3"
                  actions={
                    <Button
                      formAction="none"
                      onClick={() => onChange({ indexes: indexes.filter(({ id }) => id !== index.id) })}
                    >
                      Remove index
                    </Button>
                  }
                >
                  {index.kind === "global" ? "Global index" : "Local index"} {index.name}
                </Header>
              }
            >
              <IndexFields
                value={{ ...index, capacity: { ...index.capacity, mode: capacity.mode } }}
                problems={problems}
                onChange={(value) =>
                  onChange({ indexes: indexes.map((old) => (old.id === value.id ? value : old)) })
                }
              />
            </Container>
          ))}
          {vectors.map((index) => (
            <Container
              key={`vector ${index.id}`}
              variant="stacked"
              header={
                <Header
                  variant="h3"
                  description={capacity.mode === "PROVISIONED" && "Vector indexes need a table on demand."}
                  actions={
                    <Button
                      formAction="none"
                      onClick={() => onChange({ vectors: vectors.filter(({ id }) => id !== index.id) })}
                    >
                      Remove index
                    </Button>
                  }
                >
                  Vector index {index.name}
                </Header>
              }
            >
              <VectorFields
                value={index}
                problems={problems}
                onChange={(value) =>
                  onChange({ vectors: vectors.map((old) => (old.id === value.id ? value : old)) })
                }
              />
            </Container>
          ))}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
