import { createServer } from "node:http";
import { afterEach, expect, test, vi } from "vitest";

/** The script itself, with no more of a page around it than it asks for when somebody clicks. */
const SCRIPT = new URL("../../web/islands/invite-dialog.tsx", import.meta.url).pathname;
const PAGES = "/bookings/invites";

type Listener = (event: object) => void;

const asked: (string | undefined)[] = [];
/** The school, as far as the script asks for it; what it answers is nothing to show in a box. */
const server = createServer((request, response) => {
  asked.push(request.url);
  response.end("a page");
});

class FakeLink {
  href: string;

  constructor(href: string) {
    this.href = href;
  }

  closest() {
    return this;
  }
}

async function originOf(): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

async function loadScript() {
  const listeners = new Map<string, Listener>();
  const href = `${await originOf()}${PAGES}`;
  const assign = vi.fn();
  const packed = JSON.stringify({ locale: { lang: "en-GB", dir: "ltr" }, messages: {} });
  vi.stubGlobal("HTMLDialogElement", class {});
  vi.stubGlobal("Element", FakeLink);
  vi.stubGlobal("location", { assign });
  vi.stubGlobal("document", {
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
    querySelector: () => null,
    getElementById: () => ({ textContent: packed }),
  });
  vi.resetModules();
  await import(SCRIPT);
  const click = (how: object) => {
    const event = {
      ...{ defaultPrevented: false, button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false },
      ...{ target: new FakeLink(href), preventDefault: vi.fn() },
      ...how,
    };
    listeners.get("click")?.(event);
    return event.preventDefault.mock.calls.length > 0;
  };
  return { click, assign, href };
}

afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

test("a plain click on Invite opens the box; one that opens a new tab or window stays the browser's", async () => {
  const { click, assign, href } = await loadScript();
  expect(click({})).toBe(true);
  await expect.poll(() => assign.mock.calls).toEqual([[href]]);
  const left = ["metaKey", "ctrlKey", "shiftKey", "altKey", "defaultPrevented"].map((name) => ({ [name]: true }));
  for (const how of [...left, { button: 1 }]) expect(click(how), JSON.stringify(how)).toBe(false);
  expect(click({})).toBe(true);
  await expect.poll(() => assign.mock.calls).toEqual([[href], [href]]);
  expect(asked).toEqual([PAGES, PAGES]);
});
