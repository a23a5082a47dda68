import { useEffect, useState } from "react";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Input from "@cloudscape-design/components/input";

interface Props {
  value: string;
  onCommit: (value: string) => void;
  label: string;
  placeholder?: string;
  suggestions?: string[];
}

// Text that counts when it is left or Enter is pressed: what is half typed asks the server nothing.
export function DraftInput({ value, onCommit, label, placeholder, suggestions }: Props) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = (text: string) => {
    if (text !== value) onCommit(text);
  };
  if (suggestions)
    return (
      <Autosuggest
        value={draft}
        ariaLabel={label}
        placeholder={placeholder}
        options={suggestions.map((one) => ({ value: one }))}
        // All of them are offered until something else is typed.
        filteringType={draft === value ? "manual" : "auto"}
        enteredTextLabel={(text) => `Use ${text}`}
        expandToViewport
        onChange={({ detail }) => setDraft(detail.value)}
        onSelect={({ detail }) => commit(detail.value)}
        onBlur={() => commit(draft)}
      />
    );
  return (
    <Input
      value={draft}
      ariaLabel={label}
      placeholder={placeholder}
      spellcheck={false}
      onChange={({ detail }) => setDraft(detail.value)}
      onBlur={() => commit(draft)}
      onKeyDown={({ detail }) => {
        if (detail.key === "Enter") commit(draft);
      }}
    />
  );
}
