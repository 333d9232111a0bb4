import { attachmentLinks, filesOf } from "./attachments.ts";
import { html, linkify, type Markup } from "./html.ts";
import { type Message, readAddresses } from "./message.ts";
import type { Event } from "./webhooks.ts";

export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly policy: string;
}

/** The page's own script only sets the height of the frame that shows a message. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A message brings its own styles and may show pictures it carries; it runs nothing and fetches nothing. */
const MESSAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'";

/** The tray: every message, newest first. */
export function listPage(messages: readonly Message[]): Page {
  const body = messages.length === 0 ? emptyTray() : table(messages);
  return trayPage(
    "Mail tray",
    200,
    html`<header class="page-head"><h1>Mail tray</h1><p class="soft">Nothing leaves this machine: what Parlour would have mailed lands here. ${count(messages.length)}</p></header>${body}`,
  );
}

/** One message as its reader would see it, then its text version, then its headers. */
export function messagePage(message: Message, { canReport, reported }: Reports): Page {
  const frame = message.HtmlBody
    ? html`<section class="card tray-message" aria-labelledby="as-read"><h2 id="as-read" class="unseen">As it is read</h2><iframe class="tray-frame" title="The message" sandbox="allow-same-origin allow-top-navigation-by-user-activation" src="/dev/mail/${message.MessageID}/html"></iframe></section>`
    : html``;
  const text = message.TextBody
    ? html`<section class="card stack" aria-labelledby="as-text"><h2 id="as-text">Text version</h2><div class="tray-text">${linkify(message.TextBody)}</div></section>`
    : html``;
  const facts = html`<section class="card stack" aria-labelledby="headers"><h2 id="headers">Headers</h2><dl class="tray-headers">${Object.entries(headersOf(message)).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
  return trayPage(
    message.Subject || "(no subject)",
    200,
    html`<a class="back" href="/dev/mail">Mail tray</a><header class="page-head"><h1>${message.Subject || "(no subject)"}</h1><p>From ${message.From}<br>To ${message.To}<br>${when(message)}</p><p><a href="/dev/mail/${message.MessageID}/preview">Preview on a phone and a desktop, light and dark</a></p></header><div class="stack">${canReport ? reports(message, reported) : html``}${frame}${attachmentLinks(message)}${text}${facts}</div>`,
  );
}

/** What a person can have reported of a message, and what has just been. */
type Reports = { canReport: boolean; reported: string | null };

const REPORTED: Record<string, string> = {
  delivered: "Parlour was told that it was delivered.",
  bounced: "Parlour was told that the address doesn’t exist.",
  complained: "Parlour was told that it was marked as spam.",
  not: "Parlour did not take the report.",
};

function reports({ MessageID }: Message, reported: string | null): Markup {
  const said = REPORTED[reported ?? ""];
  const news = said ? html`<p role="status"><strong>${said}</strong></p>` : html``;
  const button = (event: Event, words: string) =>
    html`<button class="button is-small" name="event" value="${event}">${words}</button>`;
  return html`<section class="card stack-s" aria-labelledby="reports"><h2 id="reports">What Postmark would report</h2>${news}<form class="row" method="post" action="/dev/mail/${MessageID}/reports">${button("delivered", "Delivered")}${button("bounced", "Bounced: no such address")}${button("complained", "Marked as spam")}</form></section>`;
}

/** The message's own document. Its links open in the whole window, as from a mail program. */
export function messageDocument(message: Message): Page {
  const base = '<base target="_top">';
  const body = /<head[^>]*>/i.test(message.HtmlBody)
    ? message.HtmlBody.replace(/<head[^>]*>/i, (head) => `${head}${base}`)
    : `<!doctype html><meta charset="utf-8">${base}${message.HtmlBody}`;
  return { status: 200, type: "text/html; charset=utf-8", body, policy: MESSAGE_POLICY };
}

export function missingPage(): Page {
  return trayPage(
    "No such message",
    404,
    html`<a class="back" href="/dev/mail">Mail tray</a><h1>No such message</h1><p>The tray keeps the newest thousand messages.</p>`,
  );
}

/** A message as `/dev/mail.json` lists it: `at` is ISO 8601, `to` and `from` are plain addresses. */
export function toJson(message: Message) {
  return {
    id: message.MessageID,
    to: readAddresses(message.To)
      .map(({ Email }) => Email)
      .join(", "),
    from: readAddresses(message.From)
      .map(({ Email }) => Email)
      .join(", "),
    subject: message.Subject,
    html: message.HtmlBody,
    text: message.TextBody,
    headers: headersOf(message),
    school: message.Metadata.school ?? "",
    attachments: filesOf(message).map(({ name, type, content }) => ({ name, type, text: content.toString("utf8") })),
    at: message.ReceivedAt,
  };
}

function headersOf(message: Message): Record<string, string> {
  const optional = { Cc: message.Cc, Bcc: message.Bcc, "Reply-To": message.ReplyTo, "X-PM-Tag": message.Tag };
  const metadata = Object.entries(message.Metadata).map(([name, value]) => [`X-PM-Metadata-${name}`, value]);
  return {
    From: message.From,
    To: message.To,
    Subject: message.Subject,
    Date: message.ReceivedAt,
    "Message-ID": `<${message.MessageID}@mail-tray.localhost>`,
    "X-PM-Message-Id": message.MessageID,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")),
    ...Object.fromEntries(message.Headers.map(({ Name, Value }) => [Name, Value])),
    ...Object.fromEntries(metadata),
  };
}

function table(messages: readonly Message[]): Markup {
  return html`<div class="table-wrap"><table class="table is-folding tray-list"><thead><tr><th scope="col">Message</th><th scope="col">To</th><th scope="col">School</th><th scope="col">Arrived</th></tr></thead><tbody>${messages.map(row)}</tbody></table></div>`;
}

function row(message: Message): Markup {
  return html`<tr><th scope="row"><a href="/dev/mail/${message.MessageID}">${message.Subject || "(no subject)"}</a></th><td data-label="To">${message.To}</td><td data-label="School">${message.Metadata.school || "none"}</td><td data-label="Arrived">${when(message)}</td></tr>`;
}

function emptyTray(): Markup {
  return html`<div class="card"><p>No message yet. Book an appointment, invite somebody or ask for a sign-in link, and look here again.</p></div>`;
}

function count(messages: number): string {
  return messages === 0 ? "" : messages === 1 ? "1 message." : `${messages} messages.`;
}

/** In this machine's own zone: whoever reads the tray sits at it. */
function when({ ReceivedAt }: Message): Markup {
  const words = new Date(ReceivedAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  return html`<time datetime="${ReceivedAt}">${words}</time>`;
}

/** A page of the tray in the product's own dress. */
export function trayPage(title: string, status: number, main: Markup): Page {
  const { text } = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Parlour on this machine</title>
<link rel="stylesheet" href="/static/parlour.css">
<link rel="stylesheet" href="/dev/mail/tray.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<script type="module" src="/dev/mail/tray.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="masthead"><div class="masthead-in"><a class="school" href="/"><span>Parlour</span></a><nav class="masthead-links" aria-label="This machine"><a href="/dev/mail">Mail tray</a></nav></div></header>
<main class="page" id="main">${main}</main>
<footer class="footer"><div class="footer-in"><p>The mail tray stands in for Postmark on this machine</p><a href="/dev/mail.json">As JSON</a></div></footer>
</body>
</html>`;
  return { status, type: "text/html; charset=utf-8", body: text, policy: PAGE_POLICY };
}
