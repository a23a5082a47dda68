import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatCount } from "~/common/format";
import { MOST_ITEMS } from "./answer";
import type { Pages } from "./usePages";

// Below the items: what there is more.
export function LoadMore({ pages }: { pages: Pages }) {
  const { answer, isLoading, isFull, more, all, stop } = pages;
  if (!answer || (answer.next === undefined && !isLoading)) return null;
  if (isFull && !isLoading)
    return (
      <Box textAlign="center" color="text-body-secondary">
        The browser holds no more than this. Narrow the search to see other items.
      </Box>
    );
  return (
    <Box textAlign="center">
      <SpaceBetween direction="horizontal" size="xs">
        <Button loading={isLoading} onClick={more}>
          Load more
        </Button>
        {isLoading ? (
          <Button variant="link" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button variant="link" onClick={all}>
            Load all, up to {formatCount(MOST_ITEMS)}
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
}
