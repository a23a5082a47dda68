import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import { rangeProblem, RELATIVE_RANGES, type RangeValue } from "./range";

interface Props {
  value: RangeValue;
  onChange: (value: RangeValue) => void;
}

const STRINGS: DateRangePickerProps.I18nStrings = {
  ariaLabel: "Time range",
  todayAriaLabel: "Today",
  nextMonthAriaLabel: "Next month",
  previousMonthAriaLabel: "Previous month",
  customRelativeRangeDurationLabel: "Duration",
  customRelativeRangeDurationPlaceholder: "Duration",
  customRelativeRangeOptionLabel: "Another duration",
  customRelativeRangeOptionDescription: "Until now",
  customRelativeRangeUnitLabel: "Unit",
  formatRelativeRange: ({ amount, unit }) => `Last ${amount} ${unit}${amount === 1 ? "" : "s"}`,
  formatUnit: (unit, amount) => (amount === 1 ? unit : `${unit}s`),
  dateTimeConstraintText: "YYYY/MM/DD and 24 hour time",
  modeSelectionLabel: "Kind of range",
  relativeModeTitle: "Relative",
  absoluteModeTitle: "Absolute",
  relativeRangeSelectionHeading: "Until now",
  startDateLabel: "From date",
  endDateLabel: "To date",
  startTimeLabel: "From time",
  endTimeLabel: "To time",
  clearButtonLabel: "All",
  cancelButtonLabel: "Cancel",
  applyButtonLabel: "Apply",
};

export function RangePicker({ value, onChange }: Props) {
  return (
    <DateRangePicker
      value={value}
      onChange={({ detail }) => onChange(detail.value)}
      relativeOptions={RELATIVE_RANGES}
      isValidRange={(range) => {
        const errorMessage = rangeProblem(range);
        return errorMessage ? { valid: false, errorMessage } : { valid: true };
      }}
      placeholder="All"
      rangeSelectorMode="default"
      i18nStrings={STRINGS}
      expandToViewport
    />
  );
}
