// Cloudscape's links and buttons, going where the router goes.

import type { ReactNode } from "react";
import { useHref, useNavigate } from "react-router-dom";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Link, { type LinkProps } from "@cloudscape-design/components/link";

// `to` is one of `links` (links.ts).
export function PageLink({ to, children, ...props }: { to: string; children: ReactNode } & LinkProps) {
  const href = useHref(to);
  const navigate = useNavigate();
  return (
    <Link
      {...props}
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Link>
  );
}

export function PageButton({ to, children, ...props }: { to: string; children: ReactNode } & ButtonProps) {
  const href = useHref(to);
  const navigate = useNavigate();
  return (
    <Button
      {...props}
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Button>
  );
}
