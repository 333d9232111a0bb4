import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test, vi } from "vitest";
import type { TrackInfo } from "../../durable-objects/protocol.ts";
import { eventually } from "../support/eventually.ts";
import { OPENS, without } from "../support/room/builders.ts";
import { FakeSfu } from "../support/room/fake-sfu.ts";
import { join, MINUTE, makeRoom, type Page, pass, type Room, type TestRoom } from "../support/room/pages.ts";

const SDP = "v=0\r\n";

afterEach(() => {
  vi.restoreAllMocks();
});

test("RM17 the first publish opens an SFU session, the second adds to it, and the others are told", async () => {
  const { sfu, teacher, guest } = await call();
  const published = await publish(teacher, 1, ["0"]);
  expect(published.tracks.map(({ mid }) => mid)).toEqual(["0"]);
  await publish(teacher, 2, ["1"]);
  await guest.hears("room", ({ room }) => tracksOf(room.people[0]).length === 2);
  expect(sfu.calls("POST", "/sessions/new")).toHaveLength(1);
});

test("RM17 a page pulls what the room announced, answers, mutes and stops", async () => {
  const { sfu, teacher, guest } = await call();
  const { tracks } = await publish(teacher, 1, ["0", "1"]);
  const trackIds = tracks.map(({ trackId }) => trackId);
  guest.say({ type: "pull", id: 5, trackIds });
  const pulled = await guest.hears("pulled");
  expect(pulled.tracks.map(({ trackId }) => trackId)).toEqual(trackIds);
  expect(pulled.sdp).toBe(SDP);
  guest.say({ type: "answer", id: 6, sdp: SDP });
  await guest.hears("done", ({ id }) => id === 6);
  teacher.say({ type: "mute", trackId: trackIds[0] ?? "", muted: true });
  await guest.hears("room", ({ room }) => tracksOf(room.people[0])[0]?.muted === true);
  const mids = pulled.tracks.flatMap((track) => ("mid" in track ? [track.mid] : []));
  guest.say({ type: "unpull", id: 7, mids });
  await guest.hears("done", ({ id }) => id === 7);
  await eventually(() => expect(sfu.flowing).toHaveLength(2));
});

test("RM17 tracks of another room, one's own, and none at all are refused", async () => {
  const { sfu, teacher, guest } = await call();
  const other = await call(sfu);
  const foreign = await publish(other.teacher, 1, ["0"]);
  const own = await publish(guest, 1, ["0"]);
  const before = sfu.asked.length;
  for (const [id, trackId] of [foreign.tracks[0]?.trackId, own.tracks[0]?.trackId, "none"].entries()) {
    guest.say({ type: "pull", id: 10 + id, trackIds: [trackId ?? ""] });
    expect(await guest.hears("failed", (reply) => reply.id === 10 + id)).toMatchObject({ code: "unknown_track" });
  }
  teacher.say({ type: "answer", id: 20, sdp: SDP });
  expect(await teacher.hears("failed")).toMatchObject({ id: 20, code: "media_session_lost" });
  expect(sfu.asked.length).toBe(before);
});

test("RM17 who waits pulls nothing, and sends nothing before the last minute", async () => {
  const sfu = new FakeSfu();
  const early = makeRoom({ opensAt: OPENS + 3 * MINUTE }, sfu);
  const waiter = await join(early, "guest");
  waiter.say({ type: "publish", id: 1, sdp: SDP, tracks: [{ kind: "audio", mid: "0" }] });
  expect(await waiter.hears("failed")).toMatchObject({ code: "no_seat", retry: false });
  const room = makeRoom({}, sfu);
  const teacher = await join(room, "abell");
  await Promise.all(["davies", "atkinson", "rachael"].map((who) => join(room, who)));
  expect(sfu.asked).toEqual([]);
  const { tracks } = await publish(teacher, 1, ["0"]);
  const guest = await join(room, "guest");
  guest.say({ type: "pull", id: 2, trackIds: [tracks[0]?.trackId ?? ""] });
  expect(await guest.hears("failed")).toMatchObject({ code: "no_seat", retry: false });
});

test("RM28 who waits sends ahead for nobody, takes it along to the seat, and it ends with the place in the queue", async () => {
  const room = makeRoom();
  const { sfu } = room;
  const [teacher, leaver] = [await join(room, "abell"), await join(room, "rachael")];
  await Promise.all(["davies", "atkinson"].map((who) => join(room, who)));
  const guest = await join(room, "guest");
  const { tracks } = await publish(guest, 1, ["0"]);
  expect(sfu.flowing).toHaveLength(1);
  teacher.say({ type: "pull", id: 2, trackIds: [tracks[0]?.trackId ?? ""] });
  expect(await teacher.hears("failed")).toMatchObject({ id: 2, code: "unknown_track" });
  leaver.say({ type: "leave" });
  const admitted = await guest.hears("admitted");
  expect(admitted.room.people.at(-1)).toMatchObject({ participantId: "guest", tracks: [{ kind: "audio" }] });
  const late = await join(room, "rachael");
  await publish(late, 1, ["0"]);
  expect(sfu.flowing).toHaveLength(2);
  late.say({ type: "leave" });
  await eventually(() => expect(sfu.flowing).toHaveLength(1));
});

test("RM19 a page that asks whether its SFU session lives hears yes, nothing, or that it is gone", async () => {
  const { sfu, teacher } = await call();
  await publish(teacher, 1, ["0"]);
  teacher.say({ type: "check", id: 2 });
  await teacher.hears("done", (reply) => reply.id === 2);
  sfu.interfere = ({ method }) => (method === "GET" ? new Response("", { status: 500 }) : undefined);
  teacher.say({ type: "check", id: 3 });
  expect(await teacher.hears("failed", (reply) => reply.id === 3)).toMatchObject({ code: "media_unavailable" });
  sfu.interfere = () => undefined;
  sfu.active.clear();
  teacher.say({ type: "check", id: 4 });
  expect(await teacher.hears("failed", (reply) => reply.id === 4)).toMatchObject({ code: "media_session_lost" });
});

test("RM17 more tracks than a seat may have are refused", async () => {
  const { teacher } = await call();
  await publish(teacher, 1, ["0", "1", "2"]);
  teacher.say({ type: "publish", id: 2, sdp: SDP, tracks: ["3", "4"].map((mid) => ({ kind: "video", mid })) });
  expect(await teacher.hears("failed")).toMatchObject({ id: 2, code: "bad_request" });
});

for (const [how, end] of Object.entries<(room: TestRoom, page: Page) => unknown>({
  "superseded by a press": (room) => join(room, "guest", { epoch: room.now() * 2000 }),
  removed: (room) => room.stub.notify({ ...room.facts, version: 2, people: without("guest") }),
  "gone with a leave": (_, page) => page.say({ type: "leave" }),
  "out of time": (room) => room.stub.notify({ ...room.facts, version: 2, overrunUntil: room.now() }),
  "sent out for a flood": (_, page) => {
    for (let sent = 0; sent < 100; sent += 1) page.say({ type: "mute", trackId: "none", muted: true });
  },
})) {
  test(`RM18 a session that is ${how} has what it sent and received closed by force`, async () => {
    const { room, sfu, teacher, guest } = await call();
    await exchange(teacher, guest);
    await end(room, guest);
    await guest.ends();
    const guests = sfu.calls("POST", "/sessions/new").length === 2 ? [...sfu.active.keys()][1] : undefined;
    await eventually(() => expect([...(sfu.active.get(guests ?? "") ?? ["?"])]).toEqual([]));
    for (const { body } of sfu.calls("PUT", "/tracks/close")) expect(body).toMatchObject({ force: true });
  });
}

test("RM18 a closing that breaks is kept, searched for at the SFU and tried again, also after eviction", async () => {
  const { room, sfu, teacher } = await call();
  await publish(teacher, 1, ["0", "1"]);
  sfu.interfere = ({ path }) => (path.endsWith("/tracks/close") ? new Response("{}", { status: 500 }) : undefined);
  teacher.say({ type: "leave" });
  await eventually(async () => expect(await closingIn(room)).toMatchObject([{ stage: "later", attempt: 3 }]));
  expect(sfu.flowing).toHaveLength(2);
  sfu.interfere = () => undefined;
  await evictDurableObject(room.stub);
  await pass(room, 5_000);
  await eventually(() => expect(sfu.flowing).toEqual([]));
  await eventually(async () => expect(await closingIn(room)).toEqual([]));
});

test("RM19 an SFU's reply that arrives after the seat has gone is closed", async () => {
  const { sfu, teacher, guest } = await call();
  const { promise, resolve } = Promise.withResolvers<void>();
  sfu.interfere = async (asked) => {
    if (!asked.path.endsWith("/tracks/new")) return undefined;
    const answer = sfu.answer(asked);
    await promise;
    return answer;
  };
  teacher.say({ type: "publish", id: 1, sdp: SDP, tracks: [{ kind: "audio", mid: "0" }] });
  await eventually(() => expect(sfu.flowing).toHaveLength(1));
  teacher.say({ type: "leave" });
  await guest.hears("room", ({ room }) => room.people[0]?.state === "absent");
  resolve();
  await eventually(() => expect(sfu.flowing).toEqual([]));
  expect(teacher.heard.map(({ type }) => type)).not.toContain("published");
});

test("RM20 when a publisher goes, what the others pulled of it is closed in their sessions", async () => {
  const { sfu, teacher, guest } = await call();
  await exchange(teacher, guest);
  teacher.say({ type: "leave" });
  await guest.hears("room", ({ room }) => tracksOf(room.people[0]).length === 0);
  await eventually(() => expect(sfu.flowing).toHaveLength(1));
});

for (const [status, code, retry] of [
  [500, "media_session_lost", true],
  [425, "media_unavailable", true],
  [410, "media_session_lost", true],
  [400, "bad_request", false],
] as const) {
  test(`RM17 an SFU that answers ${status} to a push is told to the page as ${code}`, async () => {
    const { sfu, teacher } = await call();
    await publish(teacher, 1, ["0"]);
    sfu.interfere = ({ path }) =>
      path.endsWith("/tracks/new") ? Response.json({ errorCode: "session_error" }, { status }) : undefined;
    teacher.say({ type: "publish", id: 2, sdp: SDP, tracks: [{ kind: "video", mid: "1" }] });
    expect(await teacher.hears("failed")).toEqual({ type: "failed", id: 2, code, retry });
    sfu.interfere = () => undefined;
    const again = code === "media_session_lost" ? ["0", "1"] : ["1"];
    expect((await publish(teacher, 3, again)).tracks.map(({ mid }) => mid)).toEqual(again);
  });
}

test("RM17 errors of single tracks inside a 200 are told of those tracks alone", async () => {
  const { sfu, teacher, guest } = await call();
  const { tracks } = await publish(teacher, 1, ["0", "1"]);
  const [good, bad] = tracks.map(({ trackId }) => trackId);
  sfu.interfere = ({ path, body }) => {
    if (!path.endsWith("/tracks/new") || body?.sessionDescription) return undefined;
    const answers = [
      { trackName: good, mid: "7" },
      { trackName: bad, errorCode: "not_found_track_error", errorDescription: "" },
    ];
    return Response.json({ tracks: answers, sessionDescription: { type: "offer", sdp: SDP } });
  };
  guest.say({ type: "pull", id: 2, trackIds: [good ?? "", bad ?? ""] });
  expect((await guest.hears("pulled")).tracks).toEqual([
    { trackId: good, mid: "7" },
    { trackId: bad, error: "not_found_track_error" },
  ]);
});

test("RM17 publishing the same mids again means a new peer connection: the old SFU session is closed", async () => {
  const { sfu, teacher } = await call();
  await publish(teacher, 1, ["0", "1"]);
  await publish(teacher, 2, ["0", "1"]);
  await eventually(() => expect([...sfu.active.values()].map(({ size }) => size)).toEqual([0, 2]));
});

test("RM25 an SFU that does not answer is hung up on by the alarm, without a timer", async () => {
  const { room, sfu, teacher } = await call();
  const timer = vi.spyOn(AbortSignal, "timeout");
  sfu.interfere = () => new Promise(() => {});
  teacher.say({ type: "publish", id: 1, sdp: SDP, tracks: [{ kind: "audio", mid: "0" }] });
  await eventually(() => expect(sfu.asked).toHaveLength(1));
  await pass(room, 7_000);
  expect(await teacher.hears("failed")).toMatchObject({ id: 1, code: "media_unavailable", retry: true });
  expect(sfu.hungUp).toBe(1);
  expect(timer).not.toHaveBeenCalled();
});

/** A teacher and a guest in a call. */
async function call(sfu = new FakeSfu()) {
  const room = makeRoom({}, sfu);
  const teacher = await join(room, "abell");
  const guest = await join(room, "guest");
  await guest.hears("admitted");
  return { room, sfu, teacher, guest };
}

async function publish(page: Page, id: number, mids: string[]) {
  page.say({ type: "publish", id, sdp: SDP, tracks: mids.map((mid) => ({ kind: "audio", mid })) });
  return page.hears("published", (reply) => reply.id === id);
}

/** Each publishes one track and pulls the other's. */
async function exchange(one: Page, other: Page): Promise<void> {
  const [a, b] = [await publish(one, 1, ["0"]), await publish(other, 1, ["0"])];
  one.say({ type: "pull", id: 2, trackIds: b.tracks.map(({ trackId }) => trackId) });
  other.say({ type: "pull", id: 2, trackIds: a.tracks.map(({ trackId }) => trackId) });
  await one.hears("pulled");
  await other.hears("pulled");
}

function tracksOf(person: { tracks: TrackInfo[] } | undefined): TrackInfo[] {
  return person?.tracks ?? [];
}

function closingIn(room: Room): Promise<unknown> {
  return runInDurableObject(room.stub, (_, { storage }) => JSON.parse(storage.kv.get<string>("room") ?? "{}").closing);
}
