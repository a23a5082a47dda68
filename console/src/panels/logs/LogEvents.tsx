import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { LogResults } from "./LogResults";
import { rangeOf, type RangeValue } from "./range";
import { RangePicker } from "./RangePicker";
import type { LogQuery } from "./reader";

interface Props {
  group: string;
  stream?: string; // none: all streams of the group
  title: string;
  absent?: string; // what is said where there is no such group or stream; none: what the server says
}

const LAST_HOUR: RangeValue = { type: "relative", amount: 1, unit: "hour" };

// The events of a log group or stream: searched, in a time range, and as they come.
export function LogEvents({ group, stream, title, absent }: Props) {
  const [typed, setTyped] = useState("");
  const [pattern, setPattern] = useState("");
  const [range, setRange] = useState<RangeValue>(stream === undefined ? LAST_HOUR : null);
  const [asked, setAsked] = useState(() => ({ at: Date.now(), count: 0 }));
  const [follow, setFollow] = useState(false);
  const query: LogQuery = { group, stream, pattern, ...rangeOf(range, asked.at) };
  const ask = (next: { pattern?: string; range?: RangeValue }) => {
    if (next.pattern !== undefined) setPattern(next.pattern);
    if (next.range !== undefined) setRange(next.range);
    setAsked(({ count }) => ({ at: Date.now(), count: count + 1 }));
  };
  const ends = query.to !== undefined && query.to < Date.now();
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Toggle
                checked={follow && !ends}
                disabled={ends}
                onChange={({ detail }) => setFollow(detail.checked)}
              >
                Follow
              </Toggle>
              <Button iconName="refresh" ariaLabel="Search again" onClick={() => ask({ pattern: typed })} />
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
          <FormField label="Filter pattern" stretch>
            <Input
              type="search"
              value={typed}
              placeholder='ERROR, ?ERROR ?WARN -debug, { $.level = "ERR*" }'
              spellcheck={false}
              onChange={({ detail }) => {
                setTyped(detail.value);
                if (!detail.value) ask({ pattern: "" });
              }}
              onKeyDown={({ detail }) => {
                if (detail.key === "Enter") ask({ pattern: typed });
              }}
            />
          </FormField>
          <FormField label="Time" stretch>
            <RangePicker value={range} onChange={(next) => ask({ range: next, pattern: typed })} />
          </FormField>
        </Grid>
        <LogResults
          key={`${group}\n${stream}\n${asked.count}`}
          query={query}
          follow={follow && !ends}
          absent={absent}
        />
      </SpaceBetween>
    </Container>
  );
}
