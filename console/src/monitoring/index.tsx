import { Navigate, Route, Routes } from "react-router-dom";
import { links } from "~/common/links";
import { CreateAlarmPage, EditAlarmPage } from "./AlarmFormPage";
import { AlarmPage } from "./AlarmPage";
import { AlarmsPage } from "./AlarmsPage";
import { DashboardPage } from "./DashboardPage";
import { DashboardsPage } from "./DashboardsPage";
import { MetricsPage } from "./MetricsPage";

export default function Pages() {
  return (
    <Routes>
      <Route path="metrics" element={<MetricsPage />} />
      <Route path="alarms" element={<AlarmsPage />} />
      <Route path="alarms/:name" element={<AlarmPage />} />
      <Route path="create-alarm" element={<CreateAlarmPage />} />
      <Route path="edit-alarm/:name" element={<EditAlarmPage />} />
      <Route path="dashboards" element={<DashboardsPage />} />
      <Route path="dashboards/:name" element={<DashboardPage />} />
      <Route path="*" element={<Navigate to={links.metrics()} replace />} />
    </Routes>
  );
}
