import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface Props {
  prefix: string;
  onGo: (prefix: string) => void;
}

// Asks the server for keys that begin with something, which works for any number of objects.
export function PrefixSearch({ prefix, onGo }: Props) {
  const [typed, setTyped] = useState(prefix);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Input
        value={typed}
        type="search"
        ariaLabel="Keys that begin with"
        placeholder="Keys that begin with"
        spellcheck={false}
        onChange={({ detail }) => setTyped(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === "Enter") onGo(typed);
        }}
      />
      <Button onClick={() => onGo(typed)}>Show</Button>
    </SpaceBetween>
  );
}
