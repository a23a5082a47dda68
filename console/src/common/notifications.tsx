import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { problemOf } from "./errors";

interface Notifications {
  success: (text: string) => void;
  info: (text: string) => void;
  failure: (what: string, error: unknown) => void; // "Table Music was not deleted"
}

const NotifyContext = createContext<Notifications | undefined>(undefined);
const MessagesContext = createContext<FlashbarProps.MessageDefinition[]>([]);
const AT_MOST = 5;
const SUCCESS_STAYS_MS = 8000;

export function NotificationsProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<FlashbarProps.MessageDefinition[]>([]);
  const add = useCallback((message: FlashbarProps.MessageDefinition, staysMs?: number) => {
    const id = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const dismiss = () => setMessages((all) => all.filter((one) => one.id !== id));
    const made = { id, dismissible: true, onDismiss: dismiss, ...message };
    setMessages((all) => [made, ...all].slice(0, AT_MOST));
    if (staysMs) window.setTimeout(dismiss, staysMs);
  }, []);
  const notify = useMemo<Notifications>(
    () => ({
      success: (text) => add({ type: "success", content: text }, SUCCESS_STAYS_MS),
      info: (text) => add({ type: "info", content: text }, SUCCESS_STAYS_MS),
      failure: (what, error) => {
        const { code, message } = problemOf(error);
        add({ type: "error", header: what, content: `${code}: ${message}` });
      },
    }),
    [add],
  );
  return (
    <NotifyContext.Provider value={notify}>
      <MessagesContext.Provider value={messages}>{children}</MessagesContext.Provider>
    </NotifyContext.Provider>
  );
}

export function useNotify(): Notifications {
  const notify = useContext(NotifyContext);
  if (!notify) throw new Error("useNotify needs a NotificationsProvider");
  return notify;
}

export function NotificationBar() {
  return <Flashbar items={useContext(MessagesContext)} stackItems />;
}
