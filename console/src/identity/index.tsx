import { Navigate, Route, Routes } from "react-router-dom";
import { links } from "~/common/links";
import { GroupPage } from "./GroupPage";
import { GroupsPage } from "./GroupsPage";
import { PoliciesPage } from "./PoliciesPage";
import { PolicyPage } from "./PolicyPage";
import { RolePage } from "./RolePage";
import { RolesPage } from "./RolesPage";
import { SimulatorPage } from "./SimulatorPage";
import { UserPage } from "./UserPage";
import { UsersPage } from "./UsersPage";

export default function Pages() {
  return (
    <Routes>
      <Route index element={<Navigate to={links.users()} replace />} />
      <Route path="users" element={<UsersPage />} />
      <Route path="users/:name" element={<UserPage />} />
      <Route path="groups" element={<GroupsPage />} />
      <Route path="groups/:name" element={<GroupPage />} />
      <Route path="roles" element={<RolesPage />} />
      <Route path="roles/:name" element={<RolePage />} />
      <Route path="policies" element={<PoliciesPage />} />
      <Route path="policies/:arn" element={<PolicyPage />} />
      <Route path="simulator" element={<SimulatorPage />} />
    </Routes>
  );
}
