import { Fragment } from "react";
import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import { parseMarkdown, type Block, type Inline } from "./markdown";

const LONGEST = 100_000; // characters that are drawn

export function Markdown({ text }: { text: string }) {
  return (
    <>
      {parseMarkdown(text.slice(0, LONGEST)).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
      {text.length > LONGEST && <Box color="text-body-secondary">The rest is too long to be shown.</Box>}
    </>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return (
        <Box variant={HEADINGS[Math.min(block.level, HEADINGS.length) - 1]}>
          <Inlines nodes={block.text} />
        </Box>
      );
    case "paragraph":
      return (
        <Box variant="p">
          <Inlines nodes={block.text} />
        </Box>
      );
    case "quote":
      return (
        <Box variant="p" color="text-body-secondary" padding={{ left: "m" }}>
          <Inlines nodes={block.text} />
        </Box>
      );
    case "code":
      return (
        <Box variant="pre">
          <code>{block.text}</code>
        </Box>
      );
    case "rule":
      return <hr />;
    case "list":
      return <ListView block={block} />;
    case "table":
      return (
        <table style={{ borderSpacing: "12px 2px", marginLeft: -12 }}>
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index} style={{ textAlign: "left" }}>
                  <Inlines nodes={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>
                    <Inlines nodes={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

const HEADINGS = ["h1", "h2", "h3", "h4", "h5"] as const;

function ListView({ block }: { block: Extract<Block, { kind: "list" }> }) {
  const Tag = block.ordered ? "ol" : "ul";
  return (
    <Tag style={{ margin: "4px 0", paddingLeft: 24 }}>
      {block.items.map(({ text, items }, index) => (
        <li key={index}>
          <Inlines nodes={text} />
          {items && <BlockView block={items} />}
        </li>
      ))}
    </Tag>
  );
}

function Inlines({ nodes }: { nodes: Inline[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <Fragment key={index}>
          <InlineView node={node} />
        </Fragment>
      ))}
    </>
  );
}

function InlineView({ node }: { node: Inline }) {
  if (typeof node === "string") return node;
  if (node.kind === "code") return <Box variant="code">{node.text}</Box>;
  if (node.kind === "link")
    return (
      <Link href={node.href} external externalIconAriaLabel="Opens in a new tab">
        <Inlines nodes={node.children} />
      </Link>
    );
  const Tag = node.kind;
  return (
    <Tag>
      <Inlines nodes={node.children} />
    </Tag>
  );
}
