import { Errors, type Message, Models, ServerClient } from "postmark";
import type { Fetch } from "../../durable-objects/ports.ts";
import { asciiAddress } from "./ascii-address.ts";
import type { Attachment, Mail, MailAnswer, MailGateway, Outcome } from "./mail.ts";
import type { Settings } from "./settings.ts";

const TIMEOUT_SECONDS = 15;
const STREAM = "outbound";
/** postmarkapp.com/developer/api/overview, "API error codes". */
const CODE = { ok: 0, invalidRequest: 300, inactiveRecipient: 406 } as const;

/** What is used of Postmark's SDK. Rejects with the SDK's own errors. */
export type PostmarkClient = {
  sendEmailBatch(messages: Message[]): Promise<readonly { ErrorCode: number }[]>;
  getOutboundMessages(filter: Models.OutboundMessagesFilteringParameters): Promise<{ Messages: readonly unknown[] }>;
  deleteSuppressions(
    stream: string,
    addresses: Models.DeleteSuppressionsRequest,
  ): Promise<{ Suppressions: readonly { Status: string }[] }>;
};

type Server = Pick<Settings, "POSTMARK_TOKEN" | "POSTMARK_HOST">;

/** Postmark by its SDK; where `POSTMARK_HOST` is set, whatever speaks its API there over plain HTTP. */
export function openPostmark(
  { POSTMARK_TOKEN, POSTMARK_HOST: host }: Server,
  fetch: Fetch,
  timeout = TIMEOUT_SECONDS,
): PostmarkClient {
  return new ServerClient(POSTMARK_TOKEN, {
    timeout,
    fetch: (input, init) => fetch(input as string, init ?? {}),
    ...(host ? { requestHost: host, useHttps: false } : {}),
  });
}

/** Sends by this client, from this address. */
export function mailGateway(client: PostmarkClient, from: string): MailGateway {
  const send = (mails: readonly Mail[]) => client.sendEmailBatch(mails.map((mail) => toMessage(mail, from)));
  return {
    send: (mails) => sendAll(send, mails),
    async hasTaken(id) {
      // The SDK's filter has no field for metadata; Postmark takes `metadata_<name>` (messages API, "Outbound message search").
      const filter = Object.assign(new Models.OutboundMessagesFilteringParameters(1, 0), { metadata_id: id });
      try {
        const { Messages } = await client.getOutboundMessages(filter);
        return { taken: Messages.length > 0 };
      } catch (error) {
        return { taken: null, answer: answerOf(error) };
      }
    },
    async liftStop(address) {
      try {
        // One that was never stopped counts as deleted (suppressions API, "Delete a suppression").
        const { Suppressions } = await client.deleteSuppressions(STREAM, {
          Suppressions: [{ EmailAddress: asciiAddress(address) }],
        });
        return { kind: Suppressions[0]?.Status === "Deleted" ? "lifted" : "refused" };
      } catch (error) {
        return { kind: "unanswered", answer: answerOf(error) };
      }
    },
  };
}

type SendBatch = (mails: readonly Mail[]) => Promise<readonly { ErrorCode: number }[]>;

async function sendAll(send: SendBatch, mails: readonly Mail[]): Promise<Outcome[]> {
  if (mails.length === 0) return [];
  try {
    const answers = await send(mails);
    return mails.map((_, at) => outcomeOf(answers[at]?.ErrorCode));
  } catch (error) {
    // One message can spoil a whole batch: each is tried alone, so that only that one fails.
    if (isInputError(error) && mails.length > 1)
      return (await Promise.all(mails.map((mail) => sendAll(send, [mail])))).flat();
    return mails.map(() => outcomeOfError(error));
  }
}

function outcomeOf(code: number | undefined): Outcome {
  const answer = { status: 200, code: numberOf(code) };
  switch (code) {
    case CODE.ok:
      return { kind: "sent" };
    case CODE.invalidRequest:
      return { kind: "refused", problem: "invalid_request", answer };
    case CODE.inactiveRecipient:
      return { kind: "refused", problem: "inactive_recipient", answer };
    default:
      // The account's trouble (an unconfirmed sender, no credit), not the message's: somebody can mend it within the day.
      return { kind: "later", problem: "unavailable", uncertain: code === undefined, answer };
  }
}

function outcomeOfError(error: unknown): Outcome {
  const answer = answerOf(error);
  const { status } = answer;
  if (isInputError(error)) {
    const inactive = error.code === CODE.inactiveRecipient;
    return { kind: "refused", problem: inactive ? "inactive_recipient" : "invalid_request", answer };
  }
  // Nothing came but a time-out or a broken line.
  if (status === null) return { kind: "later", problem: "unanswered", uncertain: true, answer };
  if (status === 429) return { kind: "later", problem: "rate_limited", uncertain: false, answer };
  // After a 5xx, too, nobody knows whether the message was kept.
  return { kind: "later", problem: "unavailable", uncertain: status < 400 || status >= 500, answer };
}

/** The SDK says 0 where it has no status, and where it has no code. */
function answerOf(error: unknown): MailAnswer {
  if (!(error instanceof Errors.PostmarkError)) return { status: null, code: null };
  return { status: numberOf(error.statusCode), code: numberOf(error.code) };
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

function isInputError(error: unknown): error is Errors.PostmarkError & { statusCode: 422 } {
  return error instanceof Errors.PostmarkError && error.statusCode === 422;
}

function toMessage(mail: Mail, from: string): Message {
  return {
    From: `${quoted(mail.schoolName)} <${addressOf(from)}>`,
    To: asciiAddress(mail.to),
    ...(mail.replyTo ? { ReplyTo: asciiAddress(mail.replyTo) } : {}),
    Subject: mail.subject,
    HtmlBody: mail.html,
    TextBody: mail.text,
    MessageStream: STREAM,
    TrackOpens: false,
    TrackLinks: Models.LinkTrackingOptions.None,
    Metadata: { id: mail.id, school: mail.schoolSlug },
    ...(mail.headers ? { Headers: mail.headers.map(({ name, value }) => ({ Name: name, Value: value })) } : {}),
    ...(mail.attachments ? { Attachments: mail.attachments.map(toAttachment) } : {}),
  };
}

function toAttachment({ name, type, text }: Attachment) {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return { Name: name, ContentType: type, Content: btoa(bytes.join("")), ContentID: null };
}

function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** The address of `Parlour <evenings@parlour.example>`. */
function addressOf(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from;
}
