import { html } from "./html.ts";
import type { Message } from "./message.ts";
import { type Page, trayPage } from "./tray-pages.ts";

export const LOOKS = ["light", "dark"] as const;
export type Look = (typeof LOOKS)[number];

export function isLook(name: string | null): name is Look {
  return LOOKS.some((known) => known === name);
}

/** A message at the width of a phone and of a desktop's mail program, by day and by night, side by side. */
export function previewPage({ MessageID, Subject }: Message): Page {
  const widths = [
    ["phone", "Phone"],
    ["desktop", "Desktop"],
  ] as const;
  const frames = widths.flatMap(([width, where]) =>
    LOOKS.map(
      (look) =>
        html`<div class="stack-s"><h2 id="${width}-${look}">${where}, ${look}</h2><div class="tray-preview" tabindex="0" role="region" aria-labelledby="${width}-${look}"><iframe class="tray-frame is-${width}" title="${where}, ${look}" sandbox="allow-same-origin allow-top-navigation-by-user-activation" src="/dev/mail/${MessageID}/html?look=${look}"></iframe></div></div>`,
    ),
  );
  return trayPage(
    `Preview: ${Subject}`,
    200,
    html`<a class="back" href="/dev/mail/${MessageID}">${Subject || "(no subject)"}</a><header class="page-head"><h1>Preview</h1><p class="soft">375 pixels wide as on a phone, 700 as in a mail program; dark where a program keeps the style sheet and asks for it.</p></header><div class="tray-previews">${frames}</div>`,
  );
}

/** The same document as a reader sees it who prefers `look`, whatever this machine prefers. */
export function asSeenIn(document: string, look: Look): string {
  const media = look === "dark" ? "all" : "not all";
  return document.replaceAll(/@media \(prefers-color-scheme: dark\)/g, `@media ${media}`);
}
