import type { Call, Target } from "./call";
import { cli } from "./cli";
import { go } from "./go";
import { java } from "./java";
import { javascript } from "./javascript";
import { python } from "./python";

interface Language {
  id: string;
  name: string;
  file: string;
  highlight: "sh" | "python" | "javascript" | "text";
  write: (call: Call, target: Target) => string;
}

export const languages: readonly Language[] = [
  { id: "cli", name: "AWS CLI", file: "request.sh", highlight: "sh", write: cli },
  { id: "python", name: "Python (boto3)", file: "request.py", highlight: "python", write: python },
  {
    id: "javascript",
    name: "JavaScript (SDK v3)",
    file: "request.mjs",
    highlight: "javascript",
    write: javascript,
  },
  { id: "java", name: "Java (SDK v2)", file: "Example.java", highlight: "text", write: java },
  { id: "go", name: "Go (SDK v2)", file: "main.go", highlight: "text", write: go },
];
