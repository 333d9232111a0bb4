import { expect, test } from "vitest";
import { type BrowserKind, browserKind } from "../../web/islands/call/browser-kind.ts";
import { HOW_TO_ALLOW } from "../../web/islands/call/permission-words.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const APPLE = "(KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S911B";

const BROWSERS: [string, BrowserKind, string, number?][] = [
  [
    "Chrome on Windows",
    "chrome",
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${APPLE} Chrome/131.0.0.0 Safari/537.36`,
  ],
  [
    "Edge",
    "edge",
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${APPLE} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
  ],
  ["Firefox", "firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"],
  [
    "Safari on a Mac",
    "safari",
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 ${APPLE} Version/18.1 Safari/605.1.15`,
    0,
  ],
  [
    "Safari on an iPhone",
    "iphone-safari",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} Version/18.1 Mobile/15E148 Safari/604.1`,
  ],
  [
    "Safari on an iPad, which says that it is a Mac",
    "iphone-safari",
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 ${APPLE} Version/18.1 Safari/605.1.15`,
    5,
  ],
  [
    "Chrome on an iPhone",
    "iphone-other",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`,
  ],
  [
    "Firefox on an iPhone",
    "iphone-other",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`,
  ],
  [
    "Edge on an iPhone",
    "iphone-other",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} Version/18.0 EdgiOS/131.0 Mobile/15E148 Safari/605.1.15`,
  ],
  [
    "a mail app's own window on an iPhone",
    "in-app",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} Mobile/15E148`,
  ],
  [
    "Instagram on an iPhone",
    "in-app",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${APPLE} Mobile/15E148 Instagram 357.0`,
  ],
  [
    "Facebook on Android",
    "in-app",
    `${ANDROID}; wv) AppleWebKit/537.36 ${APPLE} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/490.0]`,
  ],
  ["Chrome on Android", "android", `${ANDROID}) AppleWebKit/537.36 ${APPLE} Chrome/131.0.0.0 Mobile Safari/537.36`],
  [
    "Edge on Android",
    "android",
    `${ANDROID}) AppleWebKit/537.36 ${APPLE} Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0.0.0`,
  ],
  [
    "Samsung Internet",
    "samsung",
    `${ANDROID}) AppleWebKit/537.36 ${APPLE} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
  ],
  ["Firefox on Android", "android-firefox", "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"],
  ["something unknown", "chrome", "Unknown/1.0"],
];

for (const [name, kind, userAgent, maxTouchPoints = 0] of BROWSERS) {
  test(`${name} is told what to press there`, () => {
    expect(browserKind({ userAgent, maxTouchPoints })).toBe(kind);
    expect(englishWords(HOW_TO_ALLOW[kind])).toMatch(/^(Press|Open|This page is open inside another app)/);
  });
}
