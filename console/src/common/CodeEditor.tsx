import { useEffect, useState } from "react";
import CloudscapeCodeEditor, { type CodeEditorProps } from "@cloudscape-design/components/code-editor";

interface Props {
  value: string;
  onChange?: (value: string) => void; // none: it can only be read
  language?: "json" | "sql" | "text" | "python" | "javascript" | "sh";
  height?: number; // pixels
  label: string; // for screen readers
}

const STRINGS: CodeEditorProps.I18nStrings = {
  loadingState: "Loading the editor",
  errorState: "The editor could not be loaded.",
  errorStateRecovery: "Try again",
  editorGroupAriaLabel: "Code editor",
  statusBarGroupAriaLabel: "Status bar",
  cursorPosition: (row, column) => `Line ${row}, column ${column}`,
  errorsTab: "Errors",
  warningsTab: "Warnings",
  preferencesButtonAriaLabel: "Preferences",
  paneCloseButtonAriaLabel: "Close",
  preferencesModalHeader: "Preferences",
  preferencesModalCancel: "Cancel",
  preferencesModalConfirm: "Confirm",
  preferencesModalWrapLines: "Wrap lines",
  preferencesModalTheme: "Theme",
  preferencesModalLightThemes: "Light",
  preferencesModalDarkThemes: "Dark",
};

type Ace = typeof import("ace-builds");
let loaded: Promise<Ace> | undefined;

// Loaded when the first editor is shown. Its workers would be scripts of another origin, so there are none.
function loadAce(): Promise<Ace> {
  loaded ??= (async () => {
    const ace = await import("ace-builds");
    await Promise.all([
      import("ace-builds/src-noconflict/ext-language_tools"),
      import("ace-builds/src-noconflict/mode-json"),
      import("ace-builds/src-noconflict/mode-sql"),
      import("ace-builds/src-noconflict/mode-python"),
      import("ace-builds/src-noconflict/mode-javascript"),
      import("ace-builds/src-noconflict/mode-sh"),
      // Else it would look for them elsewhere.
      import("ace-builds/src-noconflict/snippets/json"),
      import("ace-builds/src-noconflict/snippets/sql"),
      import("ace-builds/src-noconflict/snippets/python"),
      import("ace-builds/src-noconflict/snippets/javascript"),
      import("ace-builds/src-noconflict/snippets/sh"),
      import("ace-builds/src-noconflict/snippets/text"),
      import("ace-builds/src-noconflict/theme-cloud_editor"),
      import("ace-builds/src-noconflict/theme-cloud_editor_dark"),
    ]);
    ace.config.setDefaultValue("session", "useWorker", false);
    return ace;
  })();
  return loaded;
}

export function CodeEditor({ value, onChange, language = "json", height = 320, label }: Props) {
  const [ace, setAce] = useState<Ace>();
  const [preferences, setPreferences] = useState<CodeEditorProps.Preferences>();
  const [attempt, setAttempt] = useState(1);
  const [failed, setFailed] = useState(0); // the attempt that did
  useEffect(() => {
    let wanted = true;
    loadAce().then(
      (made) => wanted && setAce(() => made),
      () => {
        loaded = undefined;
        if (wanted) setFailed(attempt);
      },
    );
    return () => {
      wanted = false;
    };
  }, [attempt]);
  return (
    <CloudscapeCodeEditor
      ace={ace}
      loading={ace === undefined && failed < attempt}
      onRecoveryClick={() => setAttempt(attempt + 1)}
      language={language}
      value={value}
      onChange={({ detail }) => onChange?.(detail.value)}
      preferences={preferences}
      onPreferencesChange={({ detail }) => setPreferences(detail)}
      editorContentHeight={height}
      ariaLabel={label}
      i18nStrings={STRINGS}
      themes={{ light: ["cloud_editor"], dark: ["cloud_editor_dark"] }}
    />
  );
}
