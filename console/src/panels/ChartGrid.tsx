import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import { useHref, useNavigate } from "react-router-dom";
import { links } from "~/common/links";
import type { Chart } from "./charts";
import { graphText } from "./graph";
import { MetricChart } from "./MetricChart";
import type { TimeRange } from "./timeRange";

interface Props {
  charts: Chart[];
  range: TimeRange;
  every: number;
}

// Charts two in a row, each with a way to the explorer of metrics.
export function ChartGrid({ charts, range, every }: Props) {
  return (
    <Grid gridDefinition={charts.map(() => ({ colspan: { default: 12, s: 6 } }))}>
      {charts.map((chart) => (
        <Container
          key={chart.title}
          fitHeight
          header={
            <Header
              variant="h3"
              description={chart.description}
              actions={<Explore chart={chart} range={range} />}
            >
              {chart.title}
            </Header>
          }
        >
          <MetricChart
            label={chart.title}

            lines={chart.lines}
            range={range}
            every={every}
          />
        </Container>
      ))}
    </Grid>
  );
}

function Explore({ chart: { title, lines }, range }: { chart: Chart; range: TimeRange }) {
  const navigate = useNavigate();
  const to = links.metrics(graphText({ lines, range }));
  return (
    <Button
      variant="icon"
      iconName="expand"
      ariaLabel={`Open ${title} in metrics`}
      href={useHref(to)}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
