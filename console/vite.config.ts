import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.STATOR_ENDPOINT ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/_console/", // where the server has it (src/server/console.h)
  plugins: [react()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../build/console",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    // The policy of the page allows no data: scripts, and small files cost nothing here.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `npx vite` for those who work on the console: everything else is asked of a server that runs.
  server: { proxy: { "^/(?!_console/)": { target: server, headers: { origin: server } } } },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
});
