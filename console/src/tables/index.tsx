import { Route, Routes } from "react-router-dom";
import { AllBackupsPage } from "./AllBackupsPage";
import { BulkPutPage } from "./BulkPutPage";
import { CreateTablePage } from "./CreateTablePage";
import { ImportPage } from "./ImportPage";
import { ImportsPage } from "./ImportsPage";
import { TablePage } from "./TablePage";
import { TablesPage } from "./TablesPage";

export default function Pages() {
  return (
    <Routes>
      <Route index element={<TablesPage />} />
      <Route path="-/create" element={<CreateTablePage />} />
      <Route path="-/import" element={<ImportPage />} />
      <Route path="-/imports" element={<ImportsPage />} />
      <Route path="-/bulk-put" element={<BulkPutPage />} />
      <Route path="-/backups" element={<AllBackupsPage />} />
      <Route path=":name" element={<TablePage />} />
    </Routes>
  );
}
