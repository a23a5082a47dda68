import { useSearchParams } from "react-router-dom";
import Tabs, { type TabsProps } from "@cloudscape-design/components/tabs";

// The tabs of a page; which one is open is part of the address (?tab=). Only that one is rendered.
export function PageTabs({ tabs, label }: { tabs: TabsProps.Tab[]; label: string }) {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("tab");
  const active = tabs.some(({ id }) => id === wanted) ? wanted : tabs[0]?.id;
  return (
    <Tabs
      ariaLabel={label}
      activeTabId={active ?? undefined}
      onChange={({ detail }) =>
        setSearch(
          (before) => {
            const after = new URLSearchParams(before);
            after.set("tab", detail.activeTabId);
            return after;
          },
          { replace: true },
        )
      }
      tabs={tabs}
    />
  );
}
