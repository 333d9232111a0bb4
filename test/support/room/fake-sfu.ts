import type { Fetch } from "../../../durable-objects/ports.ts";

type Asked = { method: string; path: string; body: Record<string, unknown> | null };
type Answer = (asked: Asked) => Response | undefined | Promise<Response | undefined>;

/**
 * An SFU that can be made to break: the Calls API's bookkeeping without media. The real media is tested in the browser, against
 * the local SFU; here the room's side of it is.
 */
export class FakeSfu {
  asked: Asked[] = [];
  /** SFU session → its active mids. */
  active = new Map<string, Set<string>>();
  hungUp = 0;
  /** Answers first, where it wants to: undefined leaves the call to the fake. */
  interfere: Answer = () => undefined;

  /** The way to it: handed in where the product would reach for the network. */
  readonly fetch: Fetch = async (url, init) => {
    const request = new Request(url, init);
    const text = await request.text();
    const path = new URL(request.url).pathname.replace(/^\/v1\/apps\/[^/]+/, "");
    const asked = { method: request.method, path, body: text ? JSON.parse(text) : null };
    this.asked.push(asked);
    const hangUp = new Promise<never>((_, reject) => {
      init.signal?.addEventListener("abort", () => {
        this.hungUp += 1;
        reject(new Error("hung up"));
      });
    });
    return (await Promise.race([this.interfere(asked), hangUp])) ?? this.answer(asked);
  };

  /** All mids that are active anywhere. */
  get flowing(): string[] {
    return [...this.active].flatMap(([id, mids]) => [...mids].map((mid) => `${id}:${mid}`));
  }

  calls(method: string, ending: string): Asked[] {
    return this.asked.filter((call) => call.method === method && call.path.endsWith(ending));
  }

  answer({ method, path, body }: Asked): Response {
    if (path === "/sessions/new") {
      const sessionId = crypto.randomUUID();
      this.active.set(sessionId, new Set());
      return Response.json({ sessionId }, { status: 201 });
    }
    const [, , id = "", ...rest] = path.split("/");
    const mids = this.active.get(id);
    if (!mids) return Response.json({ errorCode: "session_error", errorDescription: "gone" }, { status: 410 });
    if (method === "GET") {
      return Response.json({ tracks: [...mids].map((mid) => ({ mid, status: "active" })), dataChannels: [] });
    }
    const tracks = (body?.tracks ?? []) as { location?: string; mid: string; trackName: string; sessionId?: string }[];
    if (rest.join("/") === "renegotiate") return Response.json({});
    if (rest.join("/") === "tracks/close") {
      for (const { mid } of tracks) mids.delete(mid);
      return Response.json({ requiresImmediateRenegotiation: false, tracks });
    }
    const isPull = tracks.every(({ location }) => location === "remote");
    const answered = tracks.map((track) => ({
      ...track,
      mid: isPull ? `p${mids.size}-${track.trackName}` : track.mid,
    }));
    for (const { mid } of answered) mids.add(mid);
    const sessionDescription = { type: isPull ? "offer" : "answer", sdp: "v=0\r\n" };
    return Response.json({ requiresImmediateRenegotiation: isPull, tracks: answered, sessionDescription });
  }
}
