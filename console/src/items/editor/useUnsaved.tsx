import { useEffect, useState } from "react";
import { Confirm } from "~/common/Confirm";

// Asks before what was typed is lost: `close` in place of `onClose`, and `question` somewhere in the page.
export function useUnsaved(isChanged: boolean, onClose: () => void) {
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);
  const question = isAsking && (
    <Confirm
      header="Leave without saving?"
      label="Discard changes"
      action={() => Promise.resolve()}
      onDone={onClose}
      onDismiss={() => setAsking(false)}
    >
      What you have changed is not saved.
    </Confirm>
  );
  return { close: () => (isChanged ? setAsking(true) : onClose()), question };
}
