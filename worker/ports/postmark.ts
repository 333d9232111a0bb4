import { Errors, type Message, Models, ServerClient } from "postmark";
import type { Attachment, Mail, MailGateway, Outcome } from "./mail.ts";
import type { Settings } from "./settings.ts";

const TIMEOUT_SECONDS = 15;
/** postmarkapp.com/developer/api/overview, "API error codes". */
const CODE = { ok: 0, invalidRequest: 300, inactiveRecipient: 406 } as const;

/** Postmark by its SDK; where `POSTMARK_HOST` is set, whatever speaks its API there over plain HTTP. */
export function openPostmark(settings: Pick<Settings, "POSTMARK_TOKEN" | "POSTMARK_HOST" | "MAIL_FROM">): MailGateway {
  const { POSTMARK_HOST: host } = settings;
  const client = new ServerClient(settings.POSTMARK_TOKEN, {
    timeout: TIMEOUT_SECONDS,
    ...(host ? { requestHost: host, useHttps: false } : {}),
  });
  const send = (mails: readonly Mail[]) =>
    client.sendEmailBatch(mails.map((mail) => toMessage(mail, settings.MAIL_FROM)));
  return {
    send: (mails) => sendAll(send, mails),
    async hasTaken(id) {
      // The SDK's filter has no field for metadata; Postmark takes `metadata_<name>` (messages API, "Outbound message search").
      const filter = Object.assign(new Models.OutboundMessagesFilteringParameters(1, 0), { metadata_id: id });
      const { Messages } = await client.getOutboundMessages(filter);
      return Messages.length > 0;
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
  switch (code) {
    case CODE.ok:
      return { kind: "sent" };
    case CODE.invalidRequest:
      return { kind: "refused", problem: "invalid_request" };
    case CODE.inactiveRecipient:
      return { kind: "refused", problem: "inactive_recipient" };
    default:
      // The account's trouble (an unconfirmed sender, no credit), not the message's: somebody can mend it within the day.
      return { kind: "later", problem: "unavailable", uncertain: code === undefined };
  }
}

function outcomeOfError(error: unknown): Outcome {
  if (!(error instanceof Errors.PostmarkError)) return { kind: "later", problem: "unanswered", uncertain: true };
  if (isInputError(error)) {
    const inactive = error.code === CODE.inactiveRecipient;
    return { kind: "refused", problem: inactive ? "inactive_recipient" : "invalid_request" };
  }
  if (error.statusCode === 429) return { kind: "later", problem: "rate_limited", uncertain: false };
  if (error.statusCode >= 400 && error.statusCode < 500)
    return { kind: "later", problem: "unavailable", uncertain: false };
  // No status is a time-out or a broken line; after a 5xx, too, nobody knows whether the message was kept.
  return { kind: "later", problem: error.statusCode ? "unavailable" : "unanswered", uncertain: true };
}

function isInputError(error: unknown): error is Errors.PostmarkError & { statusCode: 422 } {
  return error instanceof Errors.PostmarkError && error.statusCode === 422;
}

function toMessage(mail: Mail, from: string): Message {
  return {
    From: `${quoted(mail.schoolName)} <${addressOf(from)}>`,
    To: mail.to,
    Subject: mail.subject,
    HtmlBody: mail.html,
    TextBody: mail.text,
    MessageStream: "outbound",
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
