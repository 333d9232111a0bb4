import { Errors } from "postmark";
import type { PostmarkClient } from "../../../worker/ports/postmark.ts";

export type Message = {
  From: string;
  To: string;
  ReplyTo?: string;
  Subject: string;
  HtmlBody: string;
  TextBody: string;
  MessageStream: string;
  Metadata: Record<string, string>;
  Headers?: { Name: string; Value: string }[];
  Attachments?: { Name: string; Content: string; ContentType: string }[];
};

/** What goes wrong with one sending. `taken`: Postmark has the mail all the same; "short": and its answer tells of none. */
export type Fault =
  | { status: number; code?: number; taken?: boolean }
  | { each: number }
  | "silence"
  | "taken-then-silence"
  | "taken-then-short";

/**
 * Postmark as its SDK shows it, errors included; `faults` are used up one a sending. Its search lists a message `lagMs` after it was taken.
 */
export function fakePostmark({ now = Date.now, lagMs = 0 }: { now?: () => number; lagMs?: number } = {}) {
  const taken: Message[] = [];
  const takenAt = new Map<Message, number>();
  const faults: (Fault | undefined)[] = [];
  /** Messages that it has taken and not said so of. */
  const unsaid = new Set<string>();
  const calls: (keyof PostmarkClient)[] = [];
  let searchable = true;
  /** Addresses that were asked to be let go, in order, and those whose owners complained: these stay stopped. */
  const lifted: string[] = [];
  const complainers = new Set<string>();
  const take = (messages: readonly Pick<Message, "Metadata">[]) => {
    taken.push(...(messages as Message[]));
    for (const message of messages) takenAt.set(message as Message, now());
  };
  const client: PostmarkClient = {
    async sendEmailBatch(sent) {
      calls.push("sendEmailBatch");
      const messages = sent as Message[];
      const fault = faults.shift();
      if (isTaken(fault)) take(messages);
      if (fault !== undefined && isTaken(fault)) for (const { Metadata } of messages) unsaid.add(Metadata.id ?? "");
      if (fault === "silence" || fault === "taken-then-silence") throw lineLost();
      if (fault === "taken-then-short") return [];
      if (fault && "status" in fault) throw errorOf(fault.status, fault.code ?? 0);
      return messages.map(() => ({ ErrorCode: fault?.each ?? 0 }));
    },
    async getOutboundMessages(filter) {
      calls.push("getOutboundMessages");
      if (!searchable) throw lineLost();
      const { metadata_id: id } = filter as typeof filter & { metadata_id?: string };
      const isListed = (message: Message) => (takenAt.get(message) ?? 0) + lagMs <= now();
      return { Messages: taken.filter((message) => message.Metadata.id === id && isListed(message)) };
    },
    async deleteSuppressions(_stream, { Suppressions }) {
      calls.push("deleteSuppressions");
      if (!searchable) throw lineLost();
      lifted.push(...Suppressions.map(({ EmailAddress }) => EmailAddress));
      return {
        Suppressions: Suppressions.map(({ EmailAddress }) => ({
          Status: complainers.has(EmailAddress) ? "Failed" : "Deleted",
        })),
      };
    },
  };
  return {
    lifted,
    complainers,
    client,
    taken,
    unsaid,
    take,
    faults,
    calls,
    hide: (hidden: boolean) => (searchable = !hidden),
  };
}

export type FakePostmark = ReturnType<typeof fakePostmark>;

/** Whether Postmark has the mail after this. */
function isTaken(fault: Fault | undefined): boolean {
  if (fault === undefined || typeof fault === "string") return fault !== "silence";
  return "taken" in fault && fault.taken === true;
}

/** What the SDK makes of a time-out and of a broken connection. */
function lineLost(): Error {
  return new Errors.PostmarkError("The operation timed out");
}

/** What the SDK makes of these statuses: postmark 5.1.0, ErrorHandler.buildErrorByHttpStatusCode. */
function errorOf(status: number, code: number): Error {
  switch (status) {
    case 401:
      return new Errors.InvalidAPIKeyError("a fault", code, status);
    case 404:
      return new Errors.PostmarkError("a fault", code, status);
    case 422:
      return Errors.ApiInputError.buildSpecificError("a fault", code, status);
    case 429:
      return new Errors.RateLimitExceededError("a fault", code, status);
    case 500:
      return new Errors.InternalServerError("a fault", code, status);
    case 503:
      return new Errors.ServiceUnavailablerError("a fault", code, status);
    default:
      return new Errors.UnknownError("a fault", code, status);
  }
}
