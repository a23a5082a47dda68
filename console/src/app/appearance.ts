import { useEffect, useState } from "react";
import { applyMode, Mode } from "@cloudscape-design/global-styles";

const KEY = "stator-appearance";

// Light or dark: as the browser likes it, until the person says otherwise.
export function useAppearance() {
  const [dark, setDark] = useState(() => {
    const kept = window.localStorage.getItem(KEY);
    return kept ? kept === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  });
  useEffect(() => applyMode(dark ? Mode.Dark : Mode.Light), [dark]);
  const toggle = () => {
    window.localStorage.setItem(KEY, dark ? "light" : "dark");
    setDark(!dark);
  };
  return { dark, toggle };
}
