import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface Props {
  label: string;
  isBusy: boolean;
  isAllowed: boolean;
  onSave: () => void;
  onClose: () => void;
}

export function Buttons({ label, isBusy, isAllowed, onSave, onClose }: Props) {
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" loading={isBusy} disabled={!isAllowed} onClick={onSave}>
          {label}
        </Button>
      </SpaceBetween>
    </Box>
  );
}
