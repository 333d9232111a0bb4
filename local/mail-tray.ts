import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import * as z from "zod";
import { filesOf } from "./mail/attachments.ts";
import { Faults } from "./mail/faults.ts";
import { type Message, readAddresses } from "./mail/message.ts";
import { MessageStore } from "./mail/message-store.ts";
import { answerApi } from "./mail/postmark-api.ts";
import { asSeenIn, isLook, previewPage } from "./mail/preview-page.ts";
import { Suppressions } from "./mail/suppressions.ts";
import { listPage, messageDocument, messagePage, missingPage, type Page, toJson } from "./mail/tray-pages.ts";
import { type Event, isEvent, sendReport, type Webhook } from "./mail/webhooks.ts";
import { ROOT } from "./settings.ts";

/** Postmark's limit for one request, a batch with its attachments. */
const BODY_LIMIT_BYTES = 50 * 1024 * 1024;

export interface MailTrayOptions {
  readonly port: number;
  /** The token that senders must show. */
  readonly token: string;
  /** The folder in which messages are kept. */
  readonly state: string;
  /** Where a person's press on "Bounced" is reported; without it there are no such buttons. */
  readonly webhook?: Webhook;
}

export interface RunningMailTray {
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly token: string;
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly suppressions: Suppressions;
  readonly webhook: Webhook | undefined;
}

/**
 * Stands in for Postmark on 127.0.0.1: takes mail over its API, keeps it, and shows it to people at `/dev/mail`. Faults for tests are
 * set by `POST /faults` with JSON `{next: "timeout" | "422" | "429" | "500" | "accept-then-timeout", count?, code?}` and dropped by
 * `DELETE /faults`; they are reachable on this port alone, never through the product.
 */
export async function startMailTray(options: MailTrayOptions): Promise<RunningMailTray> {
  const parts = {
    token: options.token,
    store: new MessageStore(join(options.state, "mail/messages.jsonl")),
    faults: new Faults(),
    suppressions: new Suppressions(),
    webhook: options.webhook,
  };
  const server = createServer((request, response) => {
    answer(request, response, parts).catch((error: unknown) => {
      console.error("The mail tray could not answer:", error);
      if (!response.headersSent) sendJson(response, 500, { ErrorCode: 500, Message: "The mail tray failed." });
    });
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return {
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith("/dev/mail"))
    return request.method === "POST"
      ? answerPress(request, url, response, parts)
      : answerPerson(request, url, response, parts);
  const body = await readBody(request);
  if (body === undefined)
    return sendJson(response, 413, { ErrorCode: 0, Message: "The request is larger than 50 MB." });
  if (url.pathname === "/faults") return answerFaults(request, body, response, parts.faults);
  const header = request.headers["x-postmark-server-token"];
  const token = typeof header === "string" ? header : undefined;
  const outcome = answerApi({ method: request.method ?? "GET", url, token, body }, parts);
  // The connection stays open and silent until the caller gives up.
  if (outcome !== "silence") sendJson(response, outcome.status, outcome.body);
}

async function answerPerson(
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
  { store, webhook }: Parts,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return sendJson(response, 405, { message: "Only GET." });
  const { pathname } = url;
  if (pathname === "/dev/mail") return sendPage(response, listPage(store.newestFirst()));
  if (pathname === "/dev/mail.json") return sendJson(response, 200, store.newestFirst().map(toJson));
  if (pathname === "/dev/mail/tray.css") return sendFile(response, "tray.css", "text/css; charset=utf-8");
  if (pathname === "/dev/mail/tray.js") return sendFile(response, "tray.js", "text/javascript; charset=utf-8");
  const [, id = "", rest = ""] = /^\/dev\/mail\/([^/]+)(\/.+)?$/.exec(pathname) ?? [];
  const message = store.find(id);
  if (!message) return sendPage(response, missingPage());
  if (rest === "/html") return sendPage(response, documentFor(message, url.searchParams.get("look")));
  if (rest === "/preview") return sendPage(response, previewPage(message));
  if (rest !== "") return sendAttachment(response, message, rest);
  sendPage(
    response,
    messagePage(message, { canReport: webhook !== undefined, reported: url.searchParams.get("reported") }),
  );
}

function documentFor(message: Message, look: string | null): Page {
  const page = messageDocument(message);
  return isLook(look) ? { ...page, body: asSeenIn(page.body, look) } : page;
}

function sendAttachment(response: ServerResponse, message: Message, path: string): void {
  const [, at] = /^\/attachments\/(\d+)$/.exec(path) ?? [];
  const file = at === undefined ? undefined : filesOf(message)[Number(at)];
  if (!file) {
    sendPage(response, missingPage());
    return;
  }
  response.writeHead(200, {
    "Content-Type": file.type,
    "Content-Disposition": `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, "_")}"`,
    "X-Content-Type-Options": "nosniff",
  });
  response.end(file.content);
}

/** A press on a report's button: the product hears what Postmark would tell it. */
async function answerPress(request: IncomingMessage, url: URL, response: ServerResponse, parts: Parts): Promise<void> {
  const [, id = ""] = /^\/dev\/mail\/([^/]+)\/reports$/.exec(url.pathname) ?? [];
  const message = parts.store.find(id);
  const event = new URLSearchParams(await readBody(request)).get("event");
  if (!message || !parts.webhook || !isEvent(event)) return sendPage(response, missingPage());
  suppress(message, event, parts.suppressions);
  const taken = await sendReport(parts.webhook, message, event, new Date());
  response.writeHead(303, { Location: `/dev/mail/${id}?reported=${taken ? event : "not"}` });
  response.end();
}

/** As Postmark does: nothing more goes to an address that doesn't exist, or whose owner complained. */
function suppress({ To }: Message, event: Event, suppressions: Suppressions): void {
  if (event === "delivered") return;
  const reason = event === "bounced" ? "HardBounce" : "SpamComplaint";
  for (const { Email } of readAddresses(To)) suppressions.add(Email, reason);
}

function answerFaults(request: IncomingMessage, body: string, response: ServerResponse, faults: Faults): void {
  // A web page can send text to any local port, but not JSON without asking first.
  const isJson = request.headers["content-type"]?.startsWith("application/json");
  try {
    if (request.method === "DELETE") faults.clear();
    if (request.method === "POST") faults.plan(isJson ? JSON.parse(body) : undefined);
    sendJson(response, 200, { left: faults.left });
  } catch (error) {
    sendJson(response, 400, { message: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    "Content-Type": page.type,
    "Content-Security-Policy": page.policy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
  });
  response.end(page.body);
}

async function sendFile(response: ServerResponse, name: string, type: string): Promise<void> {
  const content = await readFile(join(ROOT, "local/mail", name));
  response.writeHead(200, { "Content-Type": type, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache" });
  response.end(content);
}
