import * as z from "zod";
import type { Faults, PlannedFault } from "./faults.ts";
import { CODE, isRefusal, type Message, type Refusal, readAddresses, readMessage } from "./message.ts";
import type { MessageStore } from "./message-store.ts";
import { findMessages, toOutbound } from "./outbound-search.ts";
import type { Suppressions } from "./suppressions.ts";

const BATCH_LIMIT = 500;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly token: string | undefined;
  readonly body: string;
}

/** An answer, or `"silence"`: the caller never hears what became of the request. */
export type Outcome = Answer | "silence";

export interface ApiParts {
  readonly token: string;
  readonly store: MessageStore;
  readonly faults: Faults;
  readonly suppressions: Suppressions;
}

/**
 * Answers Postmark's API: `/email`, `/email/batch`, `/messages/outbound`, `/messages/outbound/{id}/details` and
 * `/message-streams/{stream}/suppressions/delete`.
 */
export function answerApi(request: ApiRequest, parts: ApiParts): Outcome {
  const { pathname } = request.url;
  if (request.token !== parts.token) return refuseToken(request.token);
  if (request.method === "POST" && (pathname === "/email" || pathname === "/email/batch")) {
    const send = () => (pathname === "/email" ? sendOne : sendBatch)(request.body, parts);
    return withFault(parts.faults.take(), send);
  }
  if (request.method === "POST" && /^\/message-streams\/[^/]+\/suppressions\/delete$/.test(pathname))
    return deleteSuppressions(request.body, parts.suppressions);
  if (request.method === "GET" && pathname === "/messages/outbound") return search(request.url, parts.store);
  const [, id] = /^\/messages\/outbound\/([^/]+)\/details$/.exec(pathname) ?? [];
  if (request.method === "GET" && id) return details(id, parts.store);
  return { status: 404, body: { ErrorCode: 0, Message: "The mail tray does not speak this part of Postmark's API." } };
}

function refuseToken(token: string | undefined): Answer {
  const Message = token
    ? "The Server Token you provided in the X-Postmark-Server-Token request header was invalid."
    : "No Server API token was supplied in the X-Postmark-Server-Token HTTP header.";
  return { status: 401, body: { ErrorCode: CODE.badToken, Message } satisfies Refusal };
}

function withFault(fault: PlannedFault | undefined, send: () => Answer): Outcome {
  if (!fault) return send();
  const Message = "This fault was asked for by a test.";
  switch (fault.kind) {
    case "timeout":
      return "silence";
    case "accept-then-timeout":
      send();
      return "silence";
    case "422":
      return { status: 422, body: { ErrorCode: fault.code, Message } };
    case "429":
      return { status: 429, body: { ErrorCode: 429, Message } };
    case "500":
      return { status: 500, body: { ErrorCode: 500, Message } };
    default:
      return assertNever(fault.kind);
  }
}

function sendOne(text: string, { store, suppressions }: ApiParts): Answer {
  const json = readJson(text);
  if (!json) return invalidJson();
  const outcome = unlessStopped(readMessage(json.value, new Date()), suppressions);
  if (isRefusal(outcome)) return { status: 422, body: outcome };
  store.add([outcome]);
  return { status: 200, body: receipt(outcome) };
}

/** A batch is accepted message by message: the answer is 200 even where every one was refused. */
function sendBatch(text: string, { store, suppressions }: ApiParts): Answer {
  const json = readJson(text);
  if (!json) return invalidJson();
  if (!Array.isArray(json.value)) {
    return { status: 422, body: { ErrorCode: CODE.incompatibleJson, Message: "A batch is a JSON array of messages." } };
  }
  if (json.value.length > BATCH_LIMIT) {
    return {
      status: 422,
      body: { ErrorCode: CODE.tooManyInBatch, Message: `A batch holds ${BATCH_LIMIT} messages at most.` },
    };
  }
  const now = new Date();
  const outcomes = json.value.map((item) => unlessStopped(readMessage(item, now), suppressions));
  store.add(outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : [outcome])));
  return { status: 200, body: outcomes.map((outcome) => (isRefusal(outcome) ? outcome : receipt(outcome))) };
}

/** Postmark's refusal where every address of a message is stopped. */
function unlessStopped(outcome: Message | Refusal, suppressions: Suppressions): Message | Refusal {
  if (isRefusal(outcome) || !readAddresses(outcome.To).every(({ Email }) => suppressions.has(Email))) return outcome;
  return {
    ErrorCode: CODE.inactiveRecipient,
    Message: "You tried to send to recipient(s) that have been marked as inactive.",
  };
}

const deletion = z.object({ Suppressions: z.array(z.object({ EmailAddress: z.string() })) });

function deleteSuppressions(text: string, suppressions: Suppressions): Answer {
  const read = deletion.safeParse(readJson(text)?.value);
  if (!read.success) return invalidJson();
  const statuses = read.data.Suppressions.map(({ EmailAddress }) =>
    suppressions.delete(EmailAddress)
      ? { EmailAddress, Status: "Deleted", Message: null }
      : {
          ...{ EmailAddress, Status: "Failed" },
          Message: "You do not have the required authority to change this suppression.",
        },
  );
  return { status: 200, body: { Suppressions: statuses } };
}

function receipt(message: Message) {
  return {
    To: message.To,
    ...(message.Cc && { Cc: message.Cc }),
    ...(message.Bcc && { Bcc: message.Bcc }),
    SubmittedAt: message.ReceivedAt,
    MessageID: message.MessageID,
    ErrorCode: CODE.ok,
    Message: "OK",
  };
}

function search(url: URL, store: MessageStore): Answer {
  const found = findMessages(url.searchParams, store.newestFirst());
  if ("ErrorCode" in found) return { status: 422, body: found };
  return { status: 200, body: found };
}

function details(id: string, store: MessageStore): Answer {
  const message = store.find(id);
  if (!message)
    return { status: 422, body: { ErrorCode: CODE.unknownMessage, Message: "This message does not exist." } };
  const { HtmlBody, TextBody } = message;
  const events = readAddresses(message.To).map(({ Email }) => ({
    Recipient: Email,
    Type: "Delivered",
    ReceivedAt: message.ReceivedAt,
    Details: { DeliveryMessage: "In the mail tray", DestinationServer: "localhost", DestinationIP: "127.0.0.1" },
  }));
  return { status: 200, body: { ...toOutbound(message), HtmlBody, TextBody, MessageEvents: events } };
}

function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function invalidJson(): Answer {
  return { status: 422, body: { ErrorCode: CODE.invalidJson, Message: "The body is not valid JSON." } };
}

function assertNever(kind: never): never {
  throw new Error(`Unknown fault: ${String(kind)}`);
}
