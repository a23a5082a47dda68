import { Route, Routes } from "react-router-dom";
import { BucketPage } from "./BucketPage";
import { BucketsPage } from "./BucketsPage";
import { ObjectPage } from "./ObjectPage";

export default function Pages() {
  return (
    <Routes>
      <Route index element={<BucketsPage />} />
      <Route path=":bucket" element={<BucketPage />} />
      <Route path=":bucket/object" element={<ObjectPage />} />
    </Routes>
  );
}
