import { afterEach, expect, test, vi } from "vitest";

/** The script itself, with no more of a page around it than it asks for when somebody clicks. */
const SCRIPT = new URL("../../web/islands/invite-dialog.tsx", import.meta.url).pathname;
const INVITES = "https://greenabbey.school.example/bookings/invites";

type Listener = (event: object) => void;

class FakeLink {
  href = INVITES;
  closest() {
    return this;
  }
}

async function loadScript() {
  const listeners = new Map<string, Listener>();
  const asked = vi.fn(() => new Promise(() => {}));
  const packed = JSON.stringify({ locale: { lang: "en-GB", dir: "ltr" }, messages: {} });
  vi.stubGlobal("HTMLDialogElement", class {});
  vi.stubGlobal("Element", FakeLink);
  vi.stubGlobal("fetch", asked);
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
      ...{ target: new FakeLink(), preventDefault: vi.fn() },
      ...how,
    };
    listeners.get("click")?.(event);
    return event.preventDefault.mock.calls.length > 0;
  };
  return { asked, click };
}

afterEach(() => vi.unstubAllGlobals());

test("a plain click on Invite opens the box; one that opens a new tab or window stays the browser's", async () => {
  const { asked, click } = await loadScript();
  expect(click({})).toBe(true);
  expect(asked).toHaveBeenCalledOnce();
  const left = ["metaKey", "ctrlKey", "shiftKey", "altKey", "defaultPrevented"].map((name) => ({ [name]: true }));
  for (const how of [...left, { button: 1 }]) expect(click(how), JSON.stringify(how)).toBe(false);
  expect(asked).toHaveBeenCalledOnce();
});
