import { Route, Routes, useParams } from "react-router-dom";
import { GroupPage } from "./GroupPage";
import { GroupsPage } from "./GroupsPage";
import { StreamPage } from "./StreamPage";

export default function Logs() {
  return (
    <Routes>
      <Route index element={<GroupsPage />} />
      <Route path=":group" element={<OneGroup />} />
      <Route path=":group/:stream" element={<OneStream />} />
    </Routes>
  );
}

function OneGroup() {
  const { group = "" } = useParams();
  return <GroupPage key={group} group={group} />;
}

function OneStream() {
  const { group = "", stream = "" } = useParams();
  return <StreamPage key={`${group}\n${stream}`} group={group} stream={stream} />;
}
