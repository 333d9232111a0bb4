export type BrowserKind =
  | "in-app"
  | "iphone-safari"
  | "iphone-other"
  | "samsung"
  | "android-firefox"
  | "android"
  | "edge"
  | "firefox"
  | "safari"
  | "chrome";

/** As much of `navigator` as tells which browser this is. */
export type BrowserSigns = { userAgent: string; maxTouchPoints: number };

/** Tried in order: nearly every browser also claims to be those before it. */
const KINDS: readonly [BrowserKind, (signs: BrowserSigns) => boolean][] = [
  // Apps that show a page in a window of their own: by name, as Android's view, and on iOS as WebKit that does not call itself Safari.
  [
    "in-app",
    ({ userAgent }) => /FBA[NV]|Instagram|Snapchat|BytedanceWebview|musical_ly|LinkedInApp|; wv\)/.test(userAgent),
  ],
  ["in-app", (signs) => isApple(signs) && !/Safari\//.test(signs.userAgent)],
  ["iphone-other", (signs) => isApple(signs) && /CriOS|FxiOS|EdgiOS|GSA|DuckDuckGo/.test(signs.userAgent)],
  ["iphone-safari", isApple],
  ["samsung", ({ userAgent }) => /SamsungBrowser/.test(userAgent)],
  ["android-firefox", ({ userAgent }) => /Android.*Firefox/.test(userAgent)],
  ["android", ({ userAgent }) => /Android/.test(userAgent)],
  ["edge", ({ userAgent }) => /Edg\//.test(userAgent)],
  ["firefox", ({ userAgent }) => /Firefox/.test(userAgent)],
  ["safari", ({ userAgent }) => /Safari\//.test(userAgent) && !/Chrome|Chromium/.test(userAgent)],
];

export function browserKind(signs: BrowserSigns): BrowserKind {
  return KINDS.find(([, is]) => is(signs))?.[0] ?? "chrome";
}

/** An iPad calls itself a Macintosh, which has no touch screen. */
function isApple({ userAgent, maxTouchPoints }: BrowserSigns): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
