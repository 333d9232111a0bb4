import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { APP } from "./sfu-client.ts";

export type PageServer = { url: string; close(): Promise<void> };

/**
 * Serves a blank page with one client script, and stands for the Worker: requests under `/calls` go to the SFU with the secret added, as
 * the browser never has it.
 */
export async function servePage(script: string, sfuUrl: string): Promise<PageServer> {
  const bundle = await build({
    entryPoints: [new URL(script, import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
  });
  const client = bundle.outputFiles[0]?.text ?? "";
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://page");
    if (url.pathname === "/") {
      response.setHeader("content-type", "text/html");
      response.end('<!doctype html><title>Test</title><body><script type="module" src="/client.js"></script>');
    } else if (url.pathname === "/client.js") {
      response.setHeader("content-type", "text/javascript");
      response.end(client);
    } else if (url.pathname.startsWith("/calls/")) {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString("utf8");
      const reply = await fetch(`${sfuUrl}/v1/apps/${APP.appId}${url.pathname.slice("/calls".length)}${url.search}`, {
        method: request.method ?? "GET",
        headers: { authorization: `Bearer ${APP.secret}`, "content-type": "application/json" },
        ...(body === "" ? {} : { body }),
      });
      response.writeHead(reply.status, { "content-type": "application/json" });
      response.end(await reply.text());
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
