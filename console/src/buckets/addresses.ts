// Browsers resolve the parts . and .. of a path, %2e among them, before they send anything: a request for the object
// "x/../y" would reach "y", one for "../b" the bucket b.

import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

class KeyHasNoAddress extends Error {
  override name = "KeyHasNoAddress";

  constructor() {
    super(
      "Browsers cannot address a key with . or .. as a part of its path, so nothing was sent. " +
        "Such an object can be deleted from the list of objects, if its key has no control characters.",
    );
  }
}

// Does a browser send this path as it is? `path` is encoded, and has no query.
export function isSentAsItIs(path: string): boolean {
  return new URL(`http://host${path}`).pathname === path;
}

export function checkPath(path: string): void {
  if (!isSentAsItIs(path)) throw new KeyHasNoAddress();
}

export function hasNoAddress(error: unknown): boolean {
  return error instanceof KeyHasNoAddress;
}

// Refuses what would be sent, or signed, for another object or bucket.
export class AddressingS3Client extends S3Client {
  constructor(config: S3ClientConfig) {
    super(config);
    this.middlewareStack.add(
      (next) => (args) => {
        checkPath((args.request as { path: string }).path);
        return next(args);
      },
      { step: "build", name: "checkPath" },
    );
  }
}
