import ProgressBar from "@cloudscape-design/components/progress-bar";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { problemOf } from "~/common/errors";
import type { Upload } from "./uploads";

export function UploadStatus({ upload }: { upload: Upload }) {
  switch (upload.state) {
    case "waiting":
      return <StatusIndicator type="pending">Waiting</StatusIndicator>;
    case "running":
      return (
        <ProgressBar
          value={upload.file.size === 0 ? 0 : Math.floor((upload.loaded / upload.file.size) * 100)}
          ariaLabel={`Upload of ${upload.key}`}
        />
      );
    case "done":
      return <StatusIndicator type="success">Uploaded</StatusIndicator>;
    case "stopped":
      return <StatusIndicator type="stopped">Stopped</StatusIndicator>;
    case "failed": {
      const { code, message } = problemOf(upload.error);
      return <StatusIndicator type="error">{`${code}: ${message}`}</StatusIndicator>;
    }
  }
}
