// What is in ARNs of tables, backups, exports and imports.

// "arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/0179-ab" -> "Music"; an ARN that is none: itself.
export function tableOfArn(arn: string | undefined): string {
  return /:table\/([^/]+)/.exec(arn ?? "")?.[1] ?? arn ?? "-";
}

// "0179-ab" of the one above; "handler" of "...:function:handler".
export function lastOfArn(arn: string | undefined): string {
  return arn?.split(/[/:]/).at(-1) ?? "-";
}

// "handler" of "arn:aws:lambda:us-east-1:000000000000:function:handler:live", and ":live" as it is.
export function functionOfArn(arn: string | undefined): { name: string; qualifier: string } {
  const [name = arn ?? "-", qualifier = ""] = arn?.split(":").slice(6) ?? [];
  return { name, qualifier };
}
