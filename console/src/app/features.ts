// What the console has: a folder each, loaded when it is first opened.

import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { links } from "~/common/links";

export interface Feature {
  path: string; // of its routes, below /_console
  Component: LazyExoticComponent<ComponentType>;
}

export const features: Feature[] = [
  { path: "/tables/*", Component: lazy(() => import("~/tables")) },
  { path: "/items/*", Component: lazy(() => import("~/items")) },
  { path: "/partiql", Component: lazy(() => import("~/items/partiql")) },
  { path: "/streams/*", Component: lazy(() => import("~/streams")) },
  { path: "/functions/*", Component: lazy(() => import("~/functions")) },
  { path: "/logs/*", Component: lazy(() => import("~/logs")) },
  { path: "/buckets/*", Component: lazy(() => import("~/buckets")) },
  { path: "/identity/*", Component: lazy(() => import("~/identity")) },
  { path: "/monitoring/*", Component: lazy(() => import("~/monitoring")) },
];

export interface Section {
  title: string;
  pages: { text: string; to: string }[];
}

export const sections: Section[] = [
  {
    title: "DynamoDB",
    pages: [
      { text: "Tables", to: links.tables() },
      { text: "Items", to: links.allItems() },
      { text: "PartiQL", to: links.partiql() },
      { text: "Streams", to: links.streams() },
      { text: "Backups", to: links.backups() },
      { text: "Imports from S3", to: links.imports() },
    ],
  },
  {
    title: "Lambda",
    pages: [
      { text: "Functions", to: links.functions() },
      { text: "Triggers", to: links.triggers() },
    ],
  },
  {
    title: "CloudWatch",
    pages: [
      { text: "Metrics", to: links.metrics() },
      { text: "Alarms", to: links.alarms() },
      { text: "Dashboards", to: links.dashboards() },
      { text: "Logs", to: links.logGroups() },
    ],
  },
  { title: "S3", pages: [{ text: "Buckets", to: links.buckets() }] },
  {
    title: "IAM",
    pages: [
      { text: "Users", to: links.users() },
      { text: "Groups", to: links.groups() },
      { text: "Roles", to: links.roles() },
      { text: "Policies", to: links.policies() },
      { text: "Policy simulator", to: links.simulator() },
    ],
  },
];
