import { useState } from "react";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TokenGroup from "@cloudscape-design/components/token-group";
import { tokensOf } from "./simulation";

interface Props {
  label: string;
  description: string;
  placeholder: string;
  values: string[];
  suggestions: string[];
  onChange: (values: string[]) => void;
}

// Any number of words: picked, typed, or pasted together.
export function TokensField({ label, description, placeholder, values, suggestions, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    onChange([...new Set([...values, ...tokensOf(text)])]);
    setTyped("");
  };
  return (
    <FormField label={label} description={description} stretch>
      <SpaceBetween size="xs">
        <Autosuggest
          value={typed}
          ariaLabel={label}
          placeholder={placeholder}
          options={suggestions.filter((value) => !values.includes(value)).map((value) => ({ value }))}
          enteredTextLabel={(value) => `Add ${value}`}
          empty="Type one and press Enter."
          onChange={({ detail }) => {
            // A text with a separator at its end was pasted, or is complete.
            if (/[\s,]$/.test(detail.value) && detail.value.trim()) add(detail.value);
            else setTyped(detail.value);
          }}
          onSelect={({ detail }) => add(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === "Enter" && typed.trim()) add(typed);
          }}
          onBlur={() => typed.trim() && add(typed)}
        />
        {values.length > 0 && (
          <TokenGroup
            items={values.map((value) => ({ label: value, dismissLabel: `Remove ${value}` }))}
            limit={20}
            i18nStrings={{ limitShowMore: "Show all", limitShowFewer: "Show fewer" }}
            onDismiss={({ detail }) => onChange(values.filter((_, index) => index !== detail.itemIndex))}
          />
        )}
      </SpaceBetween>
    </FormField>
  );
}
