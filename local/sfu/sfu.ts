import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LOOPBACK } from "./addresses.ts";
import { type ApiReply, answerRequest, type Credentials } from "./api.ts";
import { ApiError } from "./errors.ts";
import { installFastCrypto } from "./fast-crypto.ts";
import { Sessions } from "./sessions.ts";
import { CLOUD_TIMING, type Timing } from "./timing.ts";

export type SfuOptions = Credentials & {
  /** 0 for any free port. */
  port: number;
  /** For tests. */
  timing?: Partial<Timing>;
};

export type RunningSfu = {
  /** Without a slash at the end; the API's base is `${url}/v1`. */
  url: string;
  /** Ends every session and frees the port. */
  close(): Promise<void>;
};

const MAX_BODY_BYTES = 1_000_000;

/**
 * Starts an SFU that speaks Cloudflare's Calls API on loopback. Rejects with the system's error where the port is taken
 * (`EADDRINUSE`).
 */
export async function startSfu(options: SfuOptions): Promise<RunningSfu> {
  installFastCrypto();
  const sessions = new Sessions({ ...CLOUD_TIMING, ...options.timing });
  const server = createServer((request, response) => {
    handle(sessions, options, request)
      .catch(asReply)
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  const close = async () => {
    sessions.endAll();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    return { url: `http://${LOOPBACK}:${await listen(server, options.port)}`, close };
  } catch (error) {
    sessions.endAll();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

async function handle(sessions: Sessions, app: Credentials, request: IncomingMessage): Promise<ApiReply> {
  const body = await readJson(request);
  const path = new URL(request.url ?? "/", "http://sfu").pathname;
  const { authorization } = request.headers;
  return answerRequest(sessions, app, { method: request.method ?? "GET", path, authorization, body });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new ApiError(413, "payload_too_large", `At most ${MAX_BODY_BYTES} bytes are taken`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new ApiError(400, "decoding_error", "The body is not JSON");
  }
}

function asReply(error: unknown): ApiReply {
  if (error instanceof ApiError) {
    return { status: error.status, body: { errorCode: error.code, errorDescription: error.message } };
  }
  console.error("The local SFU failed to answer a request:", error);
  return { status: 500, body: { errorCode: "internal_error", errorDescription: "The SFU failed" } };
}

function send(response: ServerResponse, reply: ApiReply): void {
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(JSON.stringify(reply.body));
}
