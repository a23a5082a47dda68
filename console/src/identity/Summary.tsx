import type { ReactNode } from "react";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { formatTime } from "~/common/format";

interface Props {
  of: { arn?: string; id?: string; path?: string; created?: Date };
  more?: { label: string; value: ReactNode }[];
}

export function Summary({ of, more = [] }: Props) {
  const { arn = "", id, path, created } = of;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: "ARN",
            value: (
              <span style={{ overflowWrap: "anywhere" }}>
                <CopyToClipboard
                  variant="inline"
                  textToCopy={arn}
                  copyButtonAriaLabel="Copy ARN"
                  copySuccessText="Copied"
                  copyErrorText="Not copied"
                />
              </span>
            ),
          },
          { label: "Id", value: id ?? "-" },
          { label: "Path", value: path ?? "-" },
          { label: "Created", value: formatTime(created) },
          ...more,
        ]}
      />
    </Container>
  );
}
