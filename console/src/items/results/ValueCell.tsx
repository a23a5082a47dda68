import Link from "@cloudscape-design/components/link";
import { typeOf, TYPE_NAMES, type Value } from "../model/values";
import { shortText } from "./columns";

interface Props {
  value: Value | undefined;
  isTyped: boolean; // the column has values of several types
  onShow: (value: Value) => void;
}

// A value in a table: cut, and with its type where the column does not say it.
export function ValueCell({ value, isTyped, onShow }: Props) {
  if (!value) return <span style={{ opacity: 0.5 }}>-</span>;
  const { text, isCut } = shortText(value);
  const type = typeOf(value);
  const isDocument = type === "M" || type === "L";
  return (
    <>
      {isTyped && (
        <span title={TYPE_NAMES[type]} style={{ opacity: 0.65, marginInlineEnd: 6, fontSize: "0.85em" }}>
          {type}
        </span>
      )}
      {isCut || isDocument ? (
        <Link onFollow={() => onShow(value)} ariaLabel={`Show ${text}`}>
          {text}
        </Link>
      ) : (
        text
      )}
    </>
  );
}
