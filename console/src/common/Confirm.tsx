import { useState, type ReactNode } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "./FormModal";

interface Props {
  header: string; // "Delete table Music?"
  children?: ReactNode; // what it means
  word?: string; // has to be typed before it can be done
  label?: string; // of the button
  action: () => Promise<unknown>;
  onDone: () => void; // it was done
  onDismiss: () => void;
}

// Asks before something that cannot be taken back. Shown as long as it is rendered.
export function Confirm({ children, word, label = "Delete", ...form }: Props) {
  const [typed, setTyped] = useState("");
  return (
    <FormModal {...form} label={label} disabled={word !== undefined && typed !== word}>
      {children}
      {word !== undefined && (
        <FormField label={`Type ${word} to confirm`}>
          <Input
            value={typed}
            placeholder={word}
            autoFocus
            onChange={({ detail }) => setTyped(detail.value)}
          />
        </FormField>
      )}
    </FormModal>
  );
}
