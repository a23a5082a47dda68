// What went wrong, as the server says it.

export interface Problem {
  code: string;
  message: string;
  requestId?: string;
}

interface ServiceError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

export function problemOf(error: unknown): Problem {
  if (typeof error !== "object" || error === null) return { code: "Error", message: String(error) };
  const { name = "Error", message = "", $metadata } = error as ServiceError;
  // fetch() says no more than this when nobody listens.
  if ($metadata?.httpStatusCode === undefined && name === "TypeError")
    return { code: "NoAnswer", message: "the server does not answer; does it run?" };
  return { code: name, message: message || "no message", requestId: $metadata?.requestId };
}

const NOT_SIGNED_IN = new Set([
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
]);

// Does the server want other keys? (AccessDenied is not that: the keys are right, and may not do it.)
export function wantsSignIn(error: unknown): boolean {
  return NOT_SIGNED_IN.has(problemOf(error).code);
}
