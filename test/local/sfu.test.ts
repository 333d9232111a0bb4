import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PictureLossIndication, RtcpPayloadSpecificFeedback } from "werift";
import { type RunningSfu, startSfu } from "../../local/sfu/sfu.ts";
import { APP, call, debugTracks, SfuClient, tracksOf } from "../support/local/sfu-client.ts";

/** Short waits, so that what the cloud does after 5 or 30 s is seen within a test. */
const TIMING = { connectWaitMs: 1_500, silentTrackMs: 3_000, sweepEveryMs: 200 };

let sfu: RunningSfu;
const clients: SfuClient[] = [];

beforeAll(async () => {
  sfu = await startSfu({ port: 0, ...APP, timing: TIMING });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(() => sfu.close());

async function newClient(): Promise<SfuClient> {
  const client = await new SfuClient(sfu.url).open();
  clients.push(client);
  return client;
}

async function grows(client: SfuClient, mid: string | undefined): Promise<void> {
  const before = client.count(mid);
  await vi.waitFor(() => expect(client.count(mid)).toBeGreaterThan(before + 5), { timeout: 10_000 });
}

/** After what is under way has arrived, nothing more does. */
async function hasStopped(client: SfuClient, mid: string | undefined): Promise<void> {
  await sleep(200);
  const before = client.count(mid);
  await sleep(600);
  expect(client.count(mid)).toBe(before);
}

describe("the door", () => {
  it("refuses a wrong secret, a wrong app and an unknown path", async () => {
    expect(await call(sfu.url, "POST", "/sessions/new", undefined, "wrong")).toMatchObject({
      status: 401,
      body: { errorCode: "unauthorized" },
    });
    const otherApp = await fetch(`${sfu.url}/v1/apps/other/sessions/new`, {
      method: "POST",
      headers: { authorization: `Bearer ${APP.secret}` },
    });
    expect(otherApp.status).toBe(404);
    expect(await otherApp.json()).toMatchObject({ errorCode: "not_found" });
    expect((await fetch(`${sfu.url}/v1/nothing`)).status).toBe(404);
  });

  it("answers 201 with a new session, and 410 for one it does not know", async () => {
    const reply = await call(sfu.url, "POST", "/sessions/new?correlationId=x");
    expect(reply).toMatchObject({ status: 201, body: { sessionId: expect.stringMatching(/^[0-9a-f]{32}$/) } });
    expect(await call(sfu.url, "GET", `/sessions/${reply.body.sessionId}`)).toEqual({
      status: 200,
      body: { tracks: [], dataChannels: [] },
    });
    expect(await call(sfu.url, "GET", `/sessions/${"0".repeat(32)}`)).toMatchObject({
      status: 410,
      body: { errorCode: "session_error" },
    });
  });

  it("takes an offer with the new session", async () => {
    const client = await newClient();
    client.addSender("audio");
    const reply = await call(sfu.url, "POST", "/sessions/new", { sessionDescription: await client.offer() });
    expect(reply).toMatchObject({ status: 201, body: { sessionDescription: { type: "answer" } } });
    await client.apply(reply);
    await vi.waitFor(() => expect(client.peer.connectionState).toBe("connected"), { timeout: 10_000 });
  });

  it("tells bad JSON, a wrong shape, an empty list, too many tracks and a huge body apart", async () => {
    const client = await newClient();
    const codeOf = async (method: string, operation: string, body: unknown) => {
      const reply = await client.call(method, operation, body);
      return [reply.status, reply.body.errorCode];
    };
    expect(await codeOf("POST", "/tracks/new", "{")).toEqual([400, "decoding_error"]);
    expect(await codeOf("POST", "/tracks/new", { tracks: 7 })).toEqual([400, "decoding_error"]);
    expect(await codeOf("PUT", "/tracks/close", { tracks: [{ mid: "0" }] })).toEqual([400, "decoding_error"]);
    expect(await codeOf("POST", "/tracks/new", { tracks: [] })).toEqual([400, "invalid_params"]);
    const tracks = Array.from({ length: 65 }, () => ({ location: "remote", sessionId: "x", trackName: "y" }));
    expect(await codeOf("POST", "/tracks/new", { tracks })).toEqual([400, "invalid_params"]);
    expect(await codeOf("POST", "/tracks/new", `"${"x".repeat(1_000_001)}"`)).toEqual([413, "payload_too_large"]);
  });

  it("refuses an SDP that is none, and works on with a real one", async () => {
    const client = await newClient();
    for (const sdp of ["nonsense", "v=0\r\nnonsense", "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"]) {
      const reply = await client.call("POST", "/tracks/new", {
        sessionDescription: { type: "offer", sdp },
        tracks: [{ location: "local", mid: "0", trackName: "a" }],
      });
      expect(reply).toMatchObject({ status: 406, body: { errorCode: "invalid_session_description" } });
    }
    expect((await client.push({ audio: "a" })).status).toBe(200);
  });
});

describe("media", () => {
  it("flows from a publisher to two subscribers, and both ways over one connection each", async () => {
    const [ann, ben, cem] = [await newClient(), await newClient(), await newClient()];
    const pushed = await ann.push({ audio: "ann-a", video: "ann-v" });
    expect(pushed.body).toMatchObject({ requiresImmediateRenegotiation: false });
    expect(tracksOf(pushed).map((track) => track.trackName)).toEqual(["ann-a", "ann-v"]);
    await ben.push({ audio: "ben-a", video: "ben-v" });
    const ofAnn = ["ann-a", "ann-v"].map((trackName) => ({ sessionId: ann.sessionId, trackName }));
    const [benPull, cemPull] = [await ben.pull(ofAnn), await cem.pull(ofAnn)];
    const annPull = await ann.pull([{ sessionId: ben.sessionId, trackName: "ben-a" }]);
    for (const track of tracksOf(benPull)) await grows(ben, track.mid);
    for (const track of tracksOf(cemPull)) await grows(cem, track.mid);
    await grows(ann, tracksOf(annPull)[0]?.mid);
  });

  it("gives several pulls in one request one offer, and new m-lines after a forced close", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    await ann.push({ audio: "a", video: "v" });
    await ben.push({ audio: "a", video: "v" });
    const first = await ben.pull(["a", "v"].map((trackName) => ({ sessionId: ann.sessionId, trackName })));
    const firstMids = tracksOf(first).map((track) => track.mid);
    expect(new Set(firstMids).size).toBe(2);
    await ben.forceClose(...firstMids);
    const cem = await newClient();
    await cem.push({ audio: "a" });
    const second = await ben.pull([
      { sessionId: cem.sessionId, trackName: "a" },
      { sessionId: ann.sessionId, trackName: "v" },
    ]);
    for (const { mid } of tracksOf(second)) {
      expect(firstMids).not.toContain(mid);
      await grows(ben, mid);
    }
    for (const mid of firstMids) await hasStopped(ben, mid);
    // Publishing more after all that: the browser offers with the SFU's m-lines in it.
    await ben.push({ audio: "a2" });
    const last = await cem.pull([{ sessionId: ben.sessionId, trackName: "a2" }]);
    await grows(cem, tracksOf(last)[0]?.mid);
  });

  it("discovers what an offer sends", async () => {
    const client = await newClient();
    client.addSender("audio");
    client.addSender("video");
    const sessionDescription = await client.offer();
    const reply = await client.call("POST", "/tracks/new", { sessionDescription, autoDiscover: true });
    expect(tracksOf(reply)).toHaveLength(2);
    expect(new Set(tracksOf(reply).map((track) => track.trackName)).size).toBe(2);
  });

  it("takes what only the bundle carries, which Firefox offers on port 0", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    const [audio, video] = [ann.addSender("audio"), ann.addSender("video")];
    const { sdp } = await ann.offer();
    const bundled = sdp.replace(/^m=video \d+ (.*\r\n)/m, "m=video 0 $1a=bundle-only\r\n");
    expect(bundled).toContain("m=video 0 ");
    const reply = await ann.call("POST", "/tracks/new", {
      sessionDescription: { type: "offer", sdp: bundled },
      tracks: [audio, video].map(({ mid }, at) => ({ location: "local", mid, trackName: ["a", "v"][at] })),
    });
    await ann.apply(reply);
    const pulled = await ben.pull(["a", "v"].map((trackName) => ({ sessionId: ann.sessionId, trackName })));
    for (const track of tracksOf(pulled)) await grows(ben, track.mid);
  });

  it("switches a pulled m-line to another publisher without negotiating", async () => {
    const [ann, ben, cem] = [await newClient(), await newClient(), await newClient()];
    await ann.push({ audio: "a" });
    await ben.push({ audio: "a", video: "v" });
    const mid = tracksOf(await cem.pull([{ sessionId: ann.sessionId, trackName: "a" }]))[0]?.mid;
    await grows(cem, mid);
    const update = (trackName: string) =>
      cem.call("PUT", "/tracks/update", {
        tracks: [{ location: "remote", sessionId: ben.sessionId, trackName, mid }],
      });
    expect(tracksOf(await update("v"))[0]?.errorCode).toBe("update_track_error");
    expect(tracksOf(await update("none"))[0]?.errorCode).toBe("not_found_track_error");
    expect(tracksOf(await update("a"))[0]).toMatchObject({ mid, sessionId: ben.sessionId });
    await grows(cem, mid);
    expect((await debugTracks(sfu.url, ann.sessionId))[0]?.subscribers).toEqual([]);
  });
});

describe("feedback", () => {
  it("tells a publisher of video what it may send", async () => {
    const ann = await newClient();
    await ann.push({ audio: "a", video: "v" });
    const sender = ann.peer.getSenders().find((known) => known.kind === "video");
    await vi.waitFor(() => expect(Number(sender?.receiverEstimatedMaxBitrate)).toBeGreaterThan(800_000), {
      timeout: 10_000,
    });
  });

  it("hands a subscriber's wish for a keyframe on, also when it is signed with the subscriber's own video", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    await ann.push({ video: "v" });
    await ben.push({ video: "v" });
    const [pulled] = tracksOf(await ben.pull([{ sessionId: ann.sessionId, trackName: "v" }]));
    await grows(ben, pulled?.mid);
    await sleep(3_500); // the requests that follow a new subscription are over
    let asked = 0;
    const senderOf = (client: SfuClient) => client.peer.getSenders().find((known) => known.kind === "video");
    senderOf(ann)?.onPictureLossIndication.subscribe(() => {
      asked += 1;
    });
    const receiver = ben.peer.getTransceivers().find((known) => known.mid === pulled?.mid)?.receiver;
    const feedback = new PictureLossIndication({
      senderSsrc: senderOf(ben)?.ssrc ?? 0, // as Chromium does
      mediaSsrc: receiver?.tracks[0]?.ssrc ?? 0,
    });
    for (let count = 0; count < 3; count += 1) {
      await ben.peer.dtlsTransports[0]?.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })]);
    }
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0), { timeout: 5_000 });
    await sleep(300);
    expect(asked).toBe(1); // at most one in a third of a second
  });
});

describe("ending", () => {
  async function callOfTwo() {
    const [ann, ben] = [await newClient(), await newClient()];
    const pushed = tracksOf(await ann.push({ audio: "a", video: "v" })).map((track) => track.mid);
    const pulled = tracksOf(
      await ben.pull(["a", "v"].map((trackName) => ({ sessionId: ann.sessionId, trackName }))),
    ).map((track) => track.mid);
    for (const mid of pulled) await grows(ben, mid);
    return { ann, ben, pushed, pulled };
  }

  it("closing a publisher's mid by force stops the source; its packets go nowhere", async () => {
    const { ann, ben, pushed, pulled } = await callOfTwo();
    const reply = await ann.forceClose(pushed[0]);
    expect(reply.body).toEqual({ requiresImmediateRenegotiation: false, tracks: [{ mid: pushed[0] }] });
    await hasStopped(ben, pulled[0]);
    await grows(ben, pulled[1]);
    const [closed] = await debugTracks(sfu.url, ann.sessionId);
    expect(closed).toMatchObject({ active: false, subscribers: [] });
    expect(closed?.packetsDropped).toBeGreaterThan(5);
    const gone = await ben.pull([{ sessionId: ann.sessionId, trackName: "a" }]);
    expect(tracksOf(gone)[0]?.errorCode).toBe("not_found_track_error");
    expect(gone.body.sessionDescription).toBeUndefined();
  });

  it("closing a puller's mid by force stops only that subscription", async () => {
    const { ann, ben, pulled } = await callOfTwo();
    const cem = await newClient();
    const [other] = tracksOf(await cem.pull([{ sessionId: ann.sessionId, trackName: "a" }]));
    await grows(cem, other?.mid);
    await ben.forceClose(pulled[0]);
    await hasStopped(ben, pulled[0]);
    await grows(ben, pulled[1]);
    await grows(cem, other?.mid);
  });

  it("answers close_track_error for a mid that is closed or unknown, and shows closed tracks as inactive", async () => {
    const { ann, ben, pushed } = await callOfTwo();
    await ann.forceClose(...pushed);
    const again = await ann.forceClose(pushed[0], "77");
    expect(again.status).toBe(200);
    expect(tracksOf(again).map((track) => track.errorCode)).toEqual(["close_track_error", "close_track_error"]);
    const statuses = async (client: SfuClient) =>
      tracksOf(await client.call("GET", "")).map((track) => [track.location, track.status]);
    expect(await statuses(ann)).toEqual([
      ["local", "inactive"],
      ["local", "inactive"],
    ]);
    expect(await statuses(ben)).toEqual([
      ["remote", "inactive"],
      ["remote", "inactive"],
    ]);
  });

  it("a publisher that was closed cannot come back on its old m-line", async () => {
    const { ann, pushed } = await callOfTwo();
    await ann.forceClose(pushed[0]);
    const reply = await ann.call("POST", "/tracks/new", {
      sessionDescription: await ann.offer(),
      tracks: [{ location: "local", mid: pushed[0], trackName: "back" }],
    });
    expect(tracksOf(reply)[0]?.errorCode).toBe("repeated_local_track_error");
  });

  it("closes with an offer as well", async () => {
    const { ben, pulled } = await callOfTwo();
    const transceiver = ben.peer.getTransceivers().find((known) => known.mid === pulled[1]);
    transceiver?.setDirection("inactive");
    const without = await ben.call("PUT", "/tracks/close", { force: false, tracks: [{ mid: pulled[1] }] });
    expect(without).toMatchObject({ status: 400, body: { errorCode: "invalid_params" } });
    const reply = await ben.call("PUT", "/tracks/close", {
      force: false,
      tracks: [{ mid: pulled[1] }],
      sessionDescription: await ben.offer(),
    });
    expect(reply.body).toMatchObject({ sessionDescription: { type: "answer" }, tracks: [{ mid: pulled[1] }] });
    await ben.apply(reply);
    await hasStopped(ben, pulled[1]);
    await grows(ben, pulled[0]);
  });

  it("a forced close does not stand behind a pull that waits for media", async () => {
    const { ann, ben, pushed } = await callOfTwo();
    const cem = await newClient();
    const sender = cem.addSender("audio");
    await cem.call("POST", "/tracks/new", {
      sessionDescription: await cem.offer(),
      tracks: [{ location: "local", mid: sender.mid, trackName: "never" }],
    });
    const waiting = ann.pull([{ sessionId: cem.sessionId, trackName: "never" }]);
    await sleep(100);
    const before = Date.now();
    await ann.forceClose(...pushed);
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(tracksOf(await waiting)[0]?.errorCode).toBe("empty_track_error");
    expect(tracksOf(await ben.call("GET", "")).every((track) => track.status === "inactive")).toBe(true);
  });

  it("collects a track that has gone silent", async () => {
    const { ann, ben, pulled } = await callOfTwo();
    await ann.close();
    await vi.waitFor(
      async () => {
        const { body } = await ben.call("GET", "");
        expect((body.tracks as { status: string }[]).map((track) => track.status)).toEqual(["inactive", "inactive"]);
      },
      { timeout: 15_000, interval: 200 },
    );
    await hasStopped(ben, pulled[0]);
  });
});

describe("negotiation", () => {
  it("answers 406 to whatever overlaps an offer that waits for its answer", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    await ann.push({ audio: "a" });
    const request = { tracks: [{ location: "remote", sessionId: ann.sessionId, trackName: "a" }] };
    const offer = await ben.call("POST", "/tracks/new", request);
    expect(offer.body.requiresImmediateRenegotiation).toBe(true);
    expect(await ben.call("POST", "/tracks/new", request)).toMatchObject({
      status: 406,
      body: { errorCode: "invalid_session_description" },
    });
    expect(await ben.answer(offer)).toEqual({ status: 200, body: {} });
    const late = await ben.call("PUT", "/renegotiate", { sessionDescription: { type: "answer", sdp: "v=0\r\n" } });
    expect(late).toMatchObject({ status: 406, body: { errorCode: "invalid_session_description" } });
    await grows(ben, tracksOf(offer)[0]?.mid);
  });

  it("waits for a publisher that is still connecting", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    const sender = ann.addSender("audio");
    const pushed = await ann.call("POST", "/tracks/new", {
      sessionDescription: await ann.offer(),
      tracks: [{ location: "local", mid: sender.mid, trackName: "a" }],
    });
    const pulling = ben.pull([{ sessionId: ann.sessionId, trackName: "a" }]);
    await sleep(200);
    await ann.apply(pushed);
    await grows(ben, tracksOf(await pulling)[0]?.mid);
  });

  it("answers 425 to a later operation of a session that does not connect", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    await ann.push({ audio: "a" });
    const sender = ben.addSender("audio");
    await ben.call("POST", "/tracks/new", {
      sessionDescription: await ben.offer(),
      tracks: [{ location: "local", mid: sender.mid, trackName: "a" }],
    });
    expect(await ben.pull([{ sessionId: ann.sessionId, trackName: "a" }])).toMatchObject({
      status: 425,
      body: { errorCode: "session_error" },
    });
  });

  it("reports each track of a mixed request by itself", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    await ann.push({ audio: "a" });
    const reply = await ben.pull([
      { sessionId: ann.sessionId, trackName: "none" },
      { sessionId: ann.sessionId, trackName: "a" },
    ]);
    expect(tracksOf(reply)[0]).toMatchObject({ trackName: "none", errorCode: "not_found_track_error" });
    await grows(ben, tracksOf(reply)[1]?.mid);
    const sender = ann.addSender("video");
    const second = await ann.call("POST", "/tracks/new", {
      sessionDescription: await ann.offer(),
      tracks: [
        { location: "local", mid: sender.mid, trackName: "a" },
        { location: "local", mid: "99", trackName: "b" },
      ],
    });
    expect(tracksOf(second).map((track) => track.errorCode)).toEqual(["repeated_local_track_error", "invalid_params"]);
  });

  it("says for the whole session that it is a lite agent, in answers and in offers, which Firefox needs", async () => {
    const [ann, ben] = [await newClient(), await newClient()];
    const answer = await ann.push({ audio: "a" });
    const offer = await ben.pull([{ sessionId: ann.sessionId, trackName: "a" }]);
    for (const { body } of [answer, offer]) {
      const [session, ...media] = (body.sessionDescription as { sdp: string }).sdp.split(/(?=^m=)/m);
      expect(session).toMatch(/^a=ice-lite\r$/m);
      expect(media.join("")).not.toContain("ice-lite");
    }
  });

  it("offers VP8 and Opus, transport-cc to nobody, and no address that is not this machine's", async () => {
    const client = await newClient();
    const reply = await client.push({ audio: "a", video: "v" });
    const { sdp } = reply.body.sessionDescription as { sdp: string };
    expect(sdp).not.toMatch(/transport-cc|transport-wide-cc|srflx|relay/);
    expect([...sdp.matchAll(/a=rtpmap:\d+ ([^/]+)/g)].map((match) => match[1])).toEqual(["opus", "VP8"]);
  });
});
