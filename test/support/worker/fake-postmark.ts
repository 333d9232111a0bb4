import { vi } from "vitest";

export type Message = {
  From: string;
  To: string;
  Subject: string;
  HtmlBody: string;
  TextBody: string;
  MessageStream: string;
  Metadata: Record<string, string>;
  Headers?: { Name: string; Value: string }[];
  Attachments?: { Name: string; Content: string; ContentType: string }[];
};
export type Fault = { status: number; code?: number } | "silence" | "taken-then-silence" | { each: number };

/** Postmark, as far as the product speaks with it; `faults` are used up one a request. */
export function fakePostmark() {
  const taken: Message[] = [];
  const faults: Fault[] = [];
  const calls: string[] = [];
  let searchable = true;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = new URL(String(input));
    calls.push(`${init?.method} ${url.pathname}`);
    if (url.pathname === "/messages/outbound") {
      if (!searchable) throw new TypeError("connection lost");
      const found = taken.filter((message) => message.Metadata.id === url.searchParams.get("metadata_id"));
      return Response.json({ TotalCount: found.length, Messages: found });
    }
    const messages = JSON.parse(String(init?.body)) as Message[];
    const fault = faults.shift();
    if (fault === "silence") throw new DOMException("The operation timed out", "TimeoutError");
    if (typeof fault === "object" && "status" in fault)
      return Response.json({ ErrorCode: fault.code ?? 0, Message: "a fault" }, { status: fault.status });
    if (typeof fault === "object") return Response.json(messages.map(() => ({ ErrorCode: fault.each, Message: "no" })));
    taken.push(...messages);
    if (fault === "taken-then-silence") throw new DOMException("The operation timed out", "TimeoutError");
    return Response.json(messages.map(() => ({ ErrorCode: 0, Message: "OK", MessageID: crypto.randomUUID() })));
  });
  return { taken, faults, calls, hide: (hidden: boolean) => (searchable = !hidden) };
}
