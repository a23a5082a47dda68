import { useEffect, type ReactNode } from "react";
import { useHref, useNavigate } from "react-router-dom";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";

export interface Crumb {
  text: string;
  to: string; // one of `links`
}

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  crumbs?: Crumb[]; // the pages above this one
  children: ReactNode;
}

// What every page of the console is in.
export function Page({ title, description, actions, crumbs = [], children }: Props) {
  const base = useHref("/").replace(/\/$/, "");
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${title} | Stator`;
  }, [title]);
  return (
    <ContentLayout
      breadcrumbs={
        crumbs.length > 0 && (
          <BreadcrumbGroup
            items={[...crumbs.map(({ text, to }) => ({ text, href: base + to })), { text: title, href: "" }]}
            onFollow={(event) => {
              event.preventDefault();
              if (event.detail.href) navigate(event.detail.href.slice(base.length));
            }}
          />
        )
      }
      header={
        <Header variant="h1" description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}
