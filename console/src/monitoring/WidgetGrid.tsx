import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { TimeRange } from "~/panels/timeRange";
import { AlarmStates } from "./AlarmStates";
import { Markdown } from "./Markdown";
import { MetricWidget } from "./MetricWidget";
import { COLUMNS, type Content, type Widget } from "./widgets";

interface Props {
  widgets: Widget[];
  range: TimeRange;
  every: number;
  onEdit: (index: number) => void;
  onDelete: (index: number) => void;
}

const ROW = 42; // pixels
const GAP = 10;
const EDGES = 44; // of a widget
const FRAME = 88; // with its title

// The widgets, each at its place on the grid; those without one come one after another.
export function WidgetGrid({ widgets, range, every, onEdit, onDelete }: Props) {
  if (widgets.length === 0)
    return (
      <Container>
        <Box textAlign="center" color="text-body-secondary" padding="l">
          There are no widgets.
        </Box>
      </Container>
    );
  return (
    <div
      style={{
        display: "grid",
        gridTemplateColumns: `repeat(${COLUMNS}, minmax(0, 1fr))`,
        gridAutoRows: ROW,
        gap: GAP,
      }}
    >
      {widgets.map((widget) => (
        <WidgetFrame
          key={widget.index}
          widget={widget}
          range={range}
          every={every}
          onEdit={onEdit}
          onDelete={onDelete}
        />
      ))}
    </div>
  );
}

function WidgetFrame({
  widget,
  range,
  every,
  onEdit,
  onDelete,
}: Omit<Props, "widgets"> & { widget: Widget }) {
  const { index, x, y, width, height, content } = widget;
  const title = titleOf(content);
  const menu = (
    <ButtonDropdown
      variant="icon"
      expandToViewport
      ariaLabel={`Actions of ${title || `widget ${index + 1}`}`}
      items={[
        { id: "edit", text: "Edit" },
        { id: "delete", text: "Delete" },
      ]}
      onItemClick={({ detail }) => (detail.id === "edit" ? onEdit(index) : onDelete(index))}
    />
  );
  const inner = height * ROW + (height - 1) * GAP - (title ? FRAME : EDGES);
  return (
    <div
      data-testid="widget"
      style={{
        gridColumn: x === undefined ? `span ${width}` : `${x + 1} / span ${width}`,
        gridRow: y === undefined ? `span ${height}` : `${y + 1} / span ${height}`,
        position: "relative",
      }}
    >
      <Container
        fitHeight
        header={
          title && (
            <Header variant="h3" actions={menu}>
              {title}
            </Header>
          )
        }
      >
        {/* The popover of a chart would be cut where what is too large scrolls. */}
        <div style={isChart(content) ? undefined : { maxHeight: inner, overflow: "auto" }}>
          <ContentView content={content} range={range} every={every} height={inner} />
        </div>
      </Container>
      {!title && <div style={{ position: "absolute", top: 8, right: 8 }}>{menu}</div>}
    </div>
  );
}

function isChart(content: Content): boolean {
  return content.kind === "metrics" && content.view === "timeSeries";
}

function titleOf(content: Content): string {
  return content.kind === "metrics" || content.kind === "alarms" ? (content.title ?? "") : "";
}

interface ContentProps {
  content: Content;
  range: TimeRange;
  every: number;
  height: number;
}

function ContentView({ content, range, every, height }: ContentProps) {
  switch (content.kind) {
    case "text":
      return <Markdown text={content.markdown} />;
    case "alarms":
      return <AlarmStates arns={content.alarms} />;
    case "metrics":
      return <MetricWidget content={content} range={range} every={every} height={height} />;
    case "unknown":
      return (
        <Box color="text-body-secondary">
          Widgets of the type {content.type || "that is not given"} are not drawn here. They stay in the
          dashboard.
        </Box>
      );
  }
}
