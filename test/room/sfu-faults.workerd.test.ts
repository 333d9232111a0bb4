import { expect, test } from "vitest";
import type { ClientMessage, ServerMessage } from "../../durable-objects/protocol.ts";
import { eventually } from "../support/eventually.ts";
import { join, makeRoom, type Page } from "../support/room/pages.ts";

const SDP = "v=0\r\n";
const LOST = { code: "media_session_lost", retry: true };
const LATER = { code: "media_unavailable", retry: true };
const REFUSED = { code: "bad_request", retry: false };

/** What the page is told when the SFU answers a call with a status. A lost session is one that the page starts anew. */
const STATUSES: Record<number, typeof LOST | typeof LATER | typeof REFUSED> = {
  400: REFUSED,
  401: LATER, // the school's secret is wrong: not the page's mistake
  406: LATER, // an overlapping negotiation
  410: LOST,
  425: LATER, // not connected yet
  429: LATER,
  500: LOST,
  503: LOST,
};

for (const [status, told] of Object.entries(STATUSES)) {
  test(`RM19 an SFU that answers ${status} is told to the page as ${told.code}, is not asked again, and disturbs nobody`, async () => {
    const { room, sfu, teacher, guest, trackId } = await call();
    for (const [ending, request] of [
      ["/tracks/new", { type: "publish", sdp: SDP, tracks: [{ kind: "video", mid: "1" }] }],
      ["/tracks/new", { type: "pull", trackIds: [trackId] }],
      ["/renegotiate", { type: "answer", sdp: SDP }],
    ] as const) {
      await guestPublishes(guest);
      const asked = sfu.asked.filter(({ path }) => path.endsWith(ending)).length;
      sfu.interfere = ({ path }) =>
        path.endsWith(ending) ? Response.json({ errorCode: "x" }, { status: Number(status) }) : undefined;
      expect(await reply(guest, request as Unnumbered)).toMatchObject({ type: "failed", ...told });
      const logged = { level: "warn", status: Number(status), code: "x", ms: 0, roomId: room.name };
      expect(room.ports.logged("sfu_call_failed").at(-1)).toMatchObject(logged);
      sfu.interfere = () => undefined;
      expect(sfu.asked.filter(({ path }) => path.endsWith(ending)).length).toBe(asked + 1);
    }
    expect(teacher.ended).toBeNull();
    expect((await guestPublishes(guest)).type).toBe("published");
  });

  test(`RM19 an SFU that answers ${status} when a session is to be opened leaves none behind`, async () => {
    const room = makeRoom();
    const { sfu } = room;
    const page = await join(room, "abell");
    sfu.interfere = ({ path }) =>
      path === "/sessions/new" ? Response.json({ errorCode: "x" }, { status: Number(status) }) : undefined;
    expect(await reply(page, publish(["0"]))).toMatchObject({ type: "failed" });
    sfu.interfere = () => undefined;
    expect((await reply(page, publish(["0"]))).type).toBe("published");
  });
}

test("RM19 an SFU that cannot be reached at all is told as any that broke", async () => {
  const { room, sfu, guest } = await call();
  await guestPublishes(guest);
  sfu.interfere = () => Promise.reject(new TypeError("connection refused"));
  expect(await reply(guest, publish(["5"]))).toMatchObject({ type: "failed", ...LOST });
  const [line] = room.ports.logged("sfu_call_failed");
  expect(line).toMatchObject({ op: "push", status: null, error: "TypeError", ms: 0 });
  sfu.interfere = () => undefined;
  expect((await guestPublishes(guest)).type).toBe("published");
});

test("RM19 an SFU that was restarted knows nobody: each page starts anew, and they find each other again", async () => {
  const { sfu, teacher, guest, trackId } = await call();
  await guestPublishes(guest);
  sfu.active.clear();
  expect(await reply(guest, { type: "pull", trackIds: [trackId] })).toMatchObject({ type: "failed", ...LOST });
  expect(await reply(teacher, publish(["1"]))).toMatchObject({ type: "failed", ...LOST });
  await guestPublishes(guest);
  const published = await reply(teacher, publish(["0"]));
  const ids = published.type === "published" ? published.tracks.map((track) => track.trackId) : [];
  expect(await reply(guest, { type: "pull", trackIds: ids })).toMatchObject({ type: "pulled", sdp: SDP });
});

test("RM19 a body that is no JSON, and one that says nothing, are answers that broke", async () => {
  for (const body of ["<html>", "{}", "[]", '{"tracks":7}']) {
    const { sfu, guest } = await call();
    sfu.interfere = ({ path }) => (path.endsWith("/tracks/new") ? new Response(body) : undefined);
    expect(await reply(guest, publish(["0"]))).toMatchObject({ type: "failed", ...LOST });
  }
});

test("RM17 a track that the SFU refuses inside a 200 is not published, and the others are", async () => {
  const { sfu, guest } = await call();
  sfu.interfere = ({ path }) => {
    if (!path.endsWith("/tracks/new")) return undefined;
    const tracks = [{ mid: "0" }, { mid: "1", errorCode: "invalid_track_error", errorDescription: "" }];
    return Response.json({ tracks, sessionDescription: { type: "answer", sdp: SDP } });
  };
  const published = await reply(guest, publish(["0", "1"]));
  expect(published.type === "published" && published.tracks.map(({ mid }) => mid)).toEqual(["0"]);
});

for (const answer of [
  { errorCode: "close_track_error", closes: true },
  { errorCode: "not_found_track_error", closes: true },
  { errorCode: "internal_error", closes: false },
]) {
  test(`RM18 a closing that the SFU answers with ${answer.errorCode} inside a 200 is ${answer.closes ? "done with" : "searched and tried again"}`, async () => {
    const { sfu, guest } = await call();
    await guestPublishes(guest);
    sfu.interfere = ({ path, body }) => {
      if (!path.endsWith("/tracks/close") || sfu.calls("PUT", "/tracks/close").length > 1) return undefined;
      const tracks = (body?.tracks ?? []) as { mid: string }[];
      return Response.json({ tracks: tracks.map(({ mid }) => ({ mid, errorCode: answer.errorCode })) });
    };
    guest.say({ type: "leave" });
    const tries = answer.closes ? 1 : 2;
    await eventually(() => expect(sfu.calls("PUT", "/tracks/close")).toHaveLength(tries));
    expect(sfu.calls("GET", "").length).toBeGreaterThanOrEqual(answer.closes ? 0 : 1);
  });
}

type Unnumbered = ClientMessage extends infer T ? (T extends { id: number } ? Omit<T, "id"> : never) : never;
let asked = 100;

async function call() {
  const room = makeRoom();
  const { sfu } = room;
  const [teacher, guest] = [await join(room, "abell"), await join(room, "guest")];
  await guest.hears("admitted");
  const published = await reply(teacher, publish(["0"]));
  const trackId = published.type === "published" ? (published.tracks[0]?.trackId ?? "") : "";
  return { room, sfu, teacher, guest, trackId };
}

function publish(mids: string[]): Unnumbered {
  return { type: "publish", sdp: SDP, tracks: mids.map((mid) => ({ kind: "audio", mid })) };
}

/** On a new peer connection, as a page does after a loss. */
function guestPublishes(guest: Page): Promise<ServerMessage> {
  return reply(guest, publish(["0"]));
}

async function reply(page: Page, request: Unnumbered): Promise<Extract<ServerMessage, { id: number }>> {
  asked += 1;
  const id = asked;
  page.say({ ...request, id });
  return eventually(() => {
    const found = page.heard.find((message) => "id" in message && message.id === id);
    if (!found || !("id" in found)) throw new Error(`${request.type} is not answered`);
    return found;
  });
}
