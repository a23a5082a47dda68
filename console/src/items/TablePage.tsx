import { useState } from "react";
import { useParams, useSearchParams } from "react-router-dom";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useSession } from "~/session/context";
import { ItemPage } from "./editor/ItemPage";
import { Explorer } from "./Explorer";
import { readItem } from "./model/convert";
import type { Schema } from "./model/schema";
import { usePages } from "./results/usePages";
import { useSchema } from "./schema";

export function TablePage() {
  const { table = "" } = useParams();
  const { session } = useSession();
  const { data: schema, error, refetch } = useSchema(table);
  if (schema) return <Items key={`${session.accessKeyId} ${session.region} ${table}`} schema={schema} />;
  return (
    <Page title={table} crumbs={[{ text: "Items", to: links.allItems() }]}>
      {error ? (
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      ) : (
        <Box textAlign="center">
          <Spinner size="large" />
        </Box>
      )}
    </Page>
  );
}

// The results stay while an item is edited, which has an address of its own: ?edit=KEY, ?duplicate=KEY or ?create.
function Items({ schema }: { schema: Schema }) {
  const [parameters, setParameters] = useSearchParams();
  const pages = usePages();
  const [turn, setTurn] = useState(0); // of the results: another one asks anew
  const close = () => setParameters({});
  const mode = (["edit", "duplicate", "create"] as const).find((one) => parameters.has(one));
  const { item: key } = readItem(parameters.get(mode ?? "") || "{}");
  return (
    <>
      {mode && (
        <ItemPage
          key={`${mode} ${parameters.get(mode)}`}
          schema={schema}
          mode={mode}
          itemKey={key ?? {}}
          onSaved={pages.replace}
          onClose={close}
          onCreated={() => {
            setTurn(turn + 1);
            close();
          }}
        />
      )}
      <div hidden={mode !== undefined}>
        <Explorer schema={schema} pages={pages} isShown={mode === undefined} turn={turn} />
      </div>
    </>
  );
}
