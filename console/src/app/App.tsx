import { Suspense, useState } from "react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Navigate, Route, Routes, useHref, useLocation, useNavigate } from "react-router-dom";
import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import Spinner from "@cloudscape-design/components/spinner";
import { links } from "~/common/links";
import { NotificationBar, NotificationsProvider } from "~/common/notifications";
import { Page } from "~/common/Page";
import { SessionProvider } from "~/session/context";
import { Boundary } from "./Boundary";
import { features, sections } from "./features";
import { Gate } from "./Gate";
import { TopBar } from "./TopBar";

const queries = new QueryClient({
  defaultOptions: {
    // The SDK has tried again already; what is shown is asked for anew when its page is opened.
    queries: { retry: false, staleTime: 0, refetchOnWindowFocus: false },
  },
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter basename="/_console">
        <SessionProvider>
          <NotificationsProvider>
            <TopBar />
            <Gate>
              <Shell />
            </Gate>
          </NotificationsProvider>
        </SessionProvider>
      </BrowserRouter>
    </QueryClientProvider>
  );
}

function Shell() {
  const [open, setOpen] = useState(true);
  const base = useHref("/").replace(/\/$/, "");
  const navigate = useNavigate();
  const { pathname } = useLocation();
  // The longest of the pages that this one is below of.
  const active = sections
    .flatMap(({ pages }) => pages)
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <AppLayout
      headerSelector="#top"
      toolsHide
      navigationOpen={open}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      notifications={<NotificationBar />}
      stickyNotifications
      maxContentWidth={Number.MAX_VALUE}
      navigation={
        <SideNavigation
          activeHref={active && base + active.to}
          items={sections.map(({ title, pages }) => ({
            type: "section-group" as const,
            title,
            items: pages.map(({ text, to }) => ({ type: "link" as const, text, href: base + to })),
          }))}
          onFollow={(event) => {
            event.preventDefault();
            navigate(event.detail.href.slice(base.length));
          }}
        />
      }
      content={
        <Boundary page={pathname}>
          <Suspense fallback={<Waiting />}>
            <Routes>
              <Route path="/" element={<Navigate to={links.tables()} replace />} />
              {features.map(({ path, Component }) => (
                <Route key={path} path={path} element={<Component />} />
              ))}
              <Route path="*" element={<NoPage />} />
            </Routes>
          </Suspense>
        </Boundary>
      }
    />
  );
}

function Waiting() {
  return (
    <Box textAlign="center" padding="xxl">
      <Spinner size="large" />
    </Box>
  );
}

function NoPage() {
  return (
    <Page title="There is no such page">
      <Box>The address is not one of the console&apos;s.</Box>
    </Page>
  );
}
