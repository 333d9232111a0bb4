import * as z from "zod";

/** Postmark's error codes that this tray gives (postmarkapp.com/developer/api/overview, "API error codes"). */
export const CODE = {
  ok: 0,
  badToken: 10,
  invalidEmailRequest: 300,
  invalidJson: 402,
  incompatibleJson: 403,
  inactiveRecipient: 406,
  tooManyInBatch: 410,
  badQuery: 700,
  unknownMessage: 701,
} as const;

const LIMIT = {
  recipients: 50,
  subject: 2000,
  body: 5 * 1024 * 1024,
  metadata: 10,
  metadataName: 20,
  metadataValue: 80,
};

/** The body of `POST /email`, as far as this tray keeps it. Postmark ignores fields that it does not know. */
const requestSchema = z.object({
  From: z.string().default(""),
  To: z.string().default(""),
  Cc: z.string().default(""),
  Bcc: z.string().default(""),
  ReplyTo: z.string().default(""),
  Subject: z.string().default(""),
  HtmlBody: z.string().default(""),
  TextBody: z.string().default(""),
  Tag: z.string().default(""),
  MessageStream: z.string().default("outbound"),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Metadata: z.record(z.string(), z.string()).default({}),
  Attachments: z.array(z.object({ Name: z.string(), Content: z.base64(), ContentType: z.string() })).default([]),
});

export interface Address {
  readonly Email: string;
  readonly Name: string;
}

export interface Message extends z.output<typeof requestSchema> {
  readonly MessageID: string;
  /** ISO 8601, UTC. */
  readonly ReceivedAt: string;
}

export interface Refusal {
  readonly ErrorCode: number;
  readonly Message: string;
}

/** Reads one message of the API, or says what Postmark would say against it. */
export function readMessage(body: unknown, now: Date): Message | Refusal {
  const parsed = requestSchema.safeParse(dropNulls(body));
  if (!parsed.success) {
    return { ErrorCode: CODE.incompatibleJson, Message: "The JSON does not have the fields of an email message." };
  }
  const fault = faultOf(parsed.data);
  if (fault) return { ErrorCode: CODE.invalidEmailRequest, Message: fault };
  return { ...parsed.data, MessageID: crypto.randomUUID(), ReceivedAt: now.toISOString() };
}

export function isRefusal(outcome: Message | Refusal): outcome is Refusal {
  return "ErrorCode" in outcome;
}

/** `Jane Aaron <jane@example.com>, …` as names and addresses. Commas inside quotation marks do not part addresses. */
export function readAddresses(list: string): Address[] {
  const parts = list.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(readAddress);
}

function readAddress(part: string): Address {
  const [, name = "", email] = /^(.*?)\s*<([^<>]*)>$/.exec(part) ?? [];
  if (email === undefined) return { Email: part, Name: "" };
  return { Email: email.trim(), Name: name.replace(/^"(.*)"$/, "$1").replace(/\\(.)/g, "$1") };
}

type Request = z.output<typeof requestSchema>;

function faultOf(message: Request): string | undefined {
  return addressFault(message) ?? contentFault(message) ?? metadataFault(message.Metadata);
}

function addressFault(message: Request): string | undefined {
  if (readAddresses(message.From).length !== 1) return "Invalid 'From' value. Exactly one address is needed.";
  const fields = ["From", "To", "Cc", "Bcc", "ReplyTo"] as const;
  for (const field of fields) {
    const bad = readAddresses(message[field]).find(({ Email }) => !isAddress(Email));
    if (bad) return `Error parsing '${field}': Illegal email address '${bad.Email}'.`;
  }
  const recipients = [message.To, message.Cc, message.Bcc].flatMap(readAddresses).length;
  if (recipients === 0) return "Zero recipients specified";
  if (recipients > LIMIT.recipients) return `Too many recipients: at most ${LIMIT.recipients}.`;
  return undefined;
}

function contentFault(message: Request): string | undefined {
  if (!message.HtmlBody && !message.TextBody) return "Provide either email TextBody or HtmlBody or both.";
  if (message.Subject.length > LIMIT.subject) return `The subject is longer than ${LIMIT.subject} characters.`;
  const tooLarge = Math.max(message.HtmlBody.length, message.TextBody.length) > LIMIT.body;
  return tooLarge ? "A body is larger than 5 MB." : undefined;
}

/** postmarkapp.com/support/article/1125: ten fields, names of 20 characters, values of 80. */
function metadataFault(metadata: Record<string, string>): string | undefined {
  const fields = Object.entries(metadata);
  if (fields.length > LIMIT.metadata) return `At most ${LIMIT.metadata} metadata fields are allowed.`;
  const long = fields.find(([name, value]) => name.length > LIMIT.metadataName || value.length > LIMIT.metadataValue);
  return long ? `Metadata field '${long[0]}' is too long: names 20 characters, values 80.` : undefined;
}

function isAddress(text: string): boolean {
  return /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\.]+(\.[^\s@<>()",;:\\.]+)+$/.test(text) && text.length <= 254;
}

function dropNulls(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
