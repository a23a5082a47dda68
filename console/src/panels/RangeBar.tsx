import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { isTimeRange, type TimeRange } from "./timeRange";
import { METRIC_DATA } from "./useMetricSeries";

interface Props {
  range: TimeRange;
  onRange: (range: TimeRange) => void;
  every: number; // milliseconds; 0: only when asked
  onEvery: (every: number) => void;
}

const SECONDS = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
  month: 2592000,
  year: 31536000,
};

const OPTIONS: DateRangePickerProps.RelativeOption[] = [
  { key: "1h", amount: 1, unit: "hour", type: "relative" },
  { key: "3h", amount: 3, unit: "hour", type: "relative" },
  { key: "12h", amount: 12, unit: "hour", type: "relative" },
  { key: "1d", amount: 1, unit: "day", type: "relative" },
  { key: "1w", amount: 1, unit: "week", type: "relative" },
  { key: "30d", amount: 30, unit: "day", type: "relative" },
];

const INTERVALS = [
  { id: "0", text: "Off" },
  { id: "5000", text: "5 seconds" },
  { id: "10000", text: "10 seconds" },
  { id: "60000", text: "1 minute" },
  { id: "300000", text: "5 minutes" },
];

function asValue(range: TimeRange): DateRangePickerProps.Value {
  if (range.type === "absolute") return { type: "absolute", startDate: range.start, endDate: range.end };
  const option = OPTIONS.find(({ amount, unit }) => amount * SECONDS[unit] === range.seconds);
  if (option) return option;
  const units = ["week", "day", "hour", "minute", "second"] as const;
  const unit = units.find((one) => range.seconds % SECONDS[one] === 0) ?? "second";
  return { type: "relative", amount: range.seconds / SECONDS[unit], unit };
}

function asRange(value: DateRangePickerProps.Value): TimeRange {
  return value.type === "absolute"
    ? { type: "absolute", start: value.startDate, end: value.endDate }
    : { type: "relative", seconds: value.amount * SECONDS[value.unit] };
}

function plural(amount: number, unit: string) {
  return amount === 1 ? unit : `${unit}s`;
}

const STRINGS: DateRangePickerProps.I18nStrings = {
  ariaLabel: "Time range",
  modeSelectionLabel: "Kind of range",
  relativeModeTitle: "Relative",
  absoluteModeTitle: "Absolute",
  relativeRangeSelectionHeading: "The last",
  cancelButtonLabel: "Cancel",
  applyButtonLabel: "Apply",
  formatRelativeRange: ({ amount, unit }) =>
    amount === 1 ? `Last ${unit}` : `Last ${amount} ${plural(amount, unit)}`,
  formatUnit: (unit, amount) => plural(amount, unit),
  customRelativeRangeOptionLabel: "Another time",
  customRelativeRangeOptionDescription: "Up to now",
  customRelativeRangeDurationLabel: "How many",
  customRelativeRangeDurationPlaceholder: "Number",
  customRelativeRangeUnitLabel: "Unit",
  startDateLabel: "From day",
  startTimeLabel: "From time",
  endDateLabel: "To day",
  endTimeLabel: "To time",
  dateTimeConstraintText: "Dates are YYYY/MM/DD, times hh:mm:ss in UTC.",
  todayAriaLabel: "Today",
  nextMonthAriaLabel: "Next month",
  previousMonthAriaLabel: "Previous month",
  renderSelectedAbsoluteRangeAriaLive: (start, end) => `From ${start} to ${end}`,
};

// Which time all charts of a page show, and how often they are asked for again.
export function RangeBar({ range, onRange, every, onEvery }: Props) {
  const queries = useQueryClient();
  const busy = useIsFetching({ queryKey: [METRIC_DATA] }) > 0;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <DateRangePicker
        value={asValue(range)}
        relativeOptions={OPTIONS}
        isValidRange={(value) =>
          value && isTimeRange(asRange(value))
            ? { valid: true }
            : { valid: false, errorMessage: "The range has no start, or ends before it begins." }
        }
        onChange={({ detail }) => detail.value && onRange(asRange(detail.value))}
        showClearButton={false}
        getTimeOffset={() => 0}
        customRelativeRangeUnits={["minute", "hour", "day", "week"]}
        i18nStrings={STRINGS}
      />
      <Button
        iconName="refresh"
        ariaLabel="Refresh"
        loading={busy && every === 0}
        onClick={() => void queries.invalidateQueries({ queryKey: [METRIC_DATA] })}
      />
      <ButtonDropdown
        items={INTERVALS.map((one) => ({ ...one, itemType: "checkbox", checked: one.id === String(every) }))}
        onItemClick={({ detail }) => onEvery(Number(detail.id))}
      >
        {every === 0
          ? "Refresh: off"
          : `Every ${INTERVALS.find(({ id }) => id === String(every))?.text ?? ""}`}
      </ButtonDropdown>
    </SpaceBetween>
  );
}
