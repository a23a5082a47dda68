import { Route, Routes } from "react-router-dom";
import { PickTable } from "./PickTable";
import { TablePage } from "./TablePage";

export default function Items() {
  return (
    <Routes>
      <Route index element={<PickTable />} />
      <Route path=":table" element={<TablePage />} />
    </Routes>
  );
}
