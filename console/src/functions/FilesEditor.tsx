import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Grid from "@cloudscape-design/components/grid";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { formatBytes } from "~/common/format";
import { textFile, textOf, type ArchiveFile } from "./archive";
import { FileNameModal } from "./FileNameModal";
import { languageOfFile } from "./runtimes";

interface Props {
  files: ArchiveFile[];
  first: string; // the file that is shown first, if it is there
  onChange: (files: ArchiveFile[]) => void;
}

const LONG_TEXT = 500_000;

// The files of an archive, one of them open.
export function FilesEditor({ files, first, onChange }: Props) {
  const [picked, setPicked] = useState(first);
  const [naming, setNaming] = useState<"new" | "rename">();
  const open = files.find(({ name }) => name === picked) ?? files[0];
  const names = files.map(({ name }) => name);
  const replace = (old: string, next: ArchiveFile) =>
    onChange(files.map((file) => (file.name === old ? next : file)));
  const text = open && open.bytes.length <= LONG_TEXT ? textOf(open.bytes) : undefined;
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
      <SpaceBetween size="s">
        <SideNavigation
          activeHref={`#${open?.name ?? ""}`}
          items={names.map((name) => ({ type: "link", text: name, href: `#${name}` }))}
          onFollow={(event) => {
            event.preventDefault();
            setPicked(event.detail.href.slice(1));
          }}
        />
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="add-plus" onClick={() => setNaming("new")}>
            Add
          </Button>
          <Button disabled={!open} onClick={() => setNaming("rename")}>
            Rename
          </Button>
          <Button
            disabled={!open}
            iconName="remove"
            ariaLabel="Remove the file"
            onClick={() => onChange(files.filter((file) => file !== open))}
          />
        </SpaceBetween>
      </SpaceBetween>
      <div>
        {open && text !== undefined && (
          <CodeEditor
            key={open.name}
            label={open.name}
            language={languageOfFile(open.name)}
            height={480}
            value={text}
            onChange={(value) => replace(open.name, { ...open, bytes: new TextEncoder().encode(value) })}
          />
        )}
        {open && text === undefined && (
          <Box padding="l">
            {open.name} is no text that is edited here: {formatBytes(open.bytes.length)}.
          </Box>
        )}
        {!open && <Box padding="l">There are no files.</Box>}
      </div>
      {naming && (
        <FileNameModal
          header={naming === "new" ? "Add a file" : `Rename ${open?.name}`}
          name={naming === "new" ? "" : (open?.name ?? "")}
          others={naming === "new" ? names : names.filter((name) => name !== open?.name)}
          onDone={(name) => {
            if (naming === "new") onChange([...files, textFile(name, "")]);
            else if (open) replace(open.name, { ...open, name });
            setPicked(name);
            setNaming(undefined);
          }}
          onDismiss={() => setNaming(undefined)}
        />
      )}
    </Grid>
  );
}
