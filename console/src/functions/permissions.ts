// The policy of a function, as the list of its statements.

export interface Permission {
  id: string;
  principal: string;
  action: string;
  condition: string; // "AWS:SourceAccount = 111122223333"; empty: none
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (isObject(value)) return Object.values(value).map(textOf).join(", ");
  return value === undefined ? "" : String(value);
};

export function permissionsOf(policy: string): Permission[] {
  const document: unknown = JSON.parse(policy);
  const statements = isObject(document) && Array.isArray(document.Statement) ? document.Statement : [];
  return statements.filter(isObject).map((statement) => ({
    id: textOf(statement.Sid),
    principal: textOf(statement.Principal),
    action: textOf(statement.Action),
    condition: Object.values(isObject(statement.Condition) ? statement.Condition : {})
      .filter(isObject)
      .flatMap((keys) => Object.entries(keys).map(([key, value]) => `${key} = ${textOf(value)}`))
      .join(", "),
  }));
}
