import { html, type Markup } from "./html.ts";
import type { Message } from "./message.ts";

export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** A message's files; one that was kept by an earlier version has none. */
export function filesOf(message: Message): AttachedFile[] {
  const attachments = (message as Partial<Message>).Attachments ?? [];
  return attachments.map(({ Name, ContentType, Content }) => ({
    name: Name,
    type: ContentType,
    content: Buffer.from(Content, "base64"),
  }));
}

/** Links to them, or nothing. */
export function attachmentLinks(message: Message): Markup {
  const files = filesOf(message);
  if (files.length === 0) return html``;
  const links = files.map(
    ({ name, content }, at) =>
      html`<li><a href="/dev/mail/${message.MessageID}/attachments/${at}">${name}</a> <span class="soft">${content.length} bytes</span></li>`,
  );
  return html`<section class="card stack-s" aria-labelledby="attached"><h2 id="attached">Attached</h2><ul>${links}</ul></section>`;
}
