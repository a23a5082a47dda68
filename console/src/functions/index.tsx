import { Route, Routes, useParams } from "react-router-dom";
import { CreateFunction } from "./CreateFunction";
import { FunctionPage } from "./FunctionPage";
import { FunctionsList } from "./FunctionsList";
import { CreateTrigger } from "./triggers/CreateTrigger";
import { TriggerPage } from "./triggers/TriggerPage";
import { TriggersPage } from "./triggers/TriggersPage";

export default function Functions() {
  return (
    <Routes>
      <Route index element={<FunctionsList />} />
      <Route path="create" element={<CreateFunction />} />
      <Route path="triggers" element={<TriggersPage />} />
      <Route path="triggers/create" element={<CreateTrigger />} />
      <Route path="triggers/:uuid" element={<OneTrigger />} />
      <Route path=":name" element={<OneFunction />} />
    </Routes>
  );
}

// A page of its own for each: nothing typed for one is kept for the next.
function OneFunction() {
  const { name = "" } = useParams();
  return <FunctionPage key={name} name={name} />;
}

function OneTrigger() {
  const { uuid = "" } = useParams();
  return <TriggerPage key={uuid} uuid={uuid} />;
}
