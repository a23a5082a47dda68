import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { changesOf } from "../model/changes";
import type { Item } from "../model/values";
import { ChangeList } from "./ChangeList";

interface Props {
  loaded: Item;
  now: Item | undefined; // gone, if there is none
  isBusy: boolean;
  onReload: (now: Item) => void;
  onOverwrite: () => void;
  onDismiss: () => void;
}

// Somebody else was faster.
export function Conflict({ loaded, now, isBusy, onReload, onOverwrite, onDismiss }: Props) {
  return (
    <Modal
      visible
      size="large"
      header={now ? "The item has changed since it was loaded" : "The item was deleted since it was loaded"}
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Go on editing
            </Button>
            {now && <Button onClick={() => onReload(now)}>Load it again, without my changes</Button>}
            <Button variant="primary" loading={isBusy} onClick={onOverwrite}>
              {now ? "Save my changes over it" : "Create it again"}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          {now
            ? "Nothing was saved. Saving over it changes only the attributes that you have changed."
            : "Nothing was saved."}
        </Box>
        {now && (
          <ChangeList
            before={loaded}
            after={now}
            changes={changesOf(loaded, now)}
            header="What has changed there"
          />
        )}
      </SpaceBetween>
    </Modal>
  );
}
