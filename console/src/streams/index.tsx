import { Route, Routes, useParams } from "react-router-dom";
import { useSession } from "~/session/context";
import { StreamPage } from "./StreamPage";
import { StreamsList } from "./StreamsList";

export default function Streams() {
  return (
    <Routes>
      <Route index element={<StreamsList />} />
      <Route path=":table" element={<OneStream />} />
    </Routes>
  );
}

function OneStream() {
  const { table = "" } = useParams();
  const { session } = useSession();
  // What was followed with other keys or in another region is not mixed with this.
  return <StreamPage key={`${session.region} ${session.accessKeyId} ${table}`} table={table} />;
}
