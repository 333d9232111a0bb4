import type { CheckReceive, CheckSend, CheckStart } from "../../pages/connection-check-protocol.ts";
import { encodingOf } from "../call/sending.ts";
import type { ConnectionFailure, ConnectionFinding, ConnectionMeasure } from "./connection-verdict.ts";
import { type TestPicture, testPicture } from "./test-picture.ts";

const MEASURE_MS = 3000;
/** How long a connection may take: longer, and a call would feel broken. */
const CONNECT_MS = 8000;
const REQUEST_MS = 12_000;

/** Tries the connection once: a made-up picture goes to the video service and comes back. Nothing of the camera or microphone is sent. */
export async function checkConnection(): Promise<ConnectionFinding> {
  if (!("RTCPeerConnection" in window)) return { failure: "unsupported" };
  const picture = testPicture();
  if (!picture) return { failure: "unsupported" };
  const check = new ConnectionCheck(picture);
  try {
    return { measure: await check.run() };
  } catch (error) {
    return { failure: error instanceof Failed ? error.why : "no-service" };
  } finally {
    check.close();
  }
}

class Failed extends Error {
  why: ConnectionFailure;

  constructor(why: ConnectionFailure) {
    super(why);
    this.why = why;
  }
}

class ConnectionCheck {
  #picture: TestPicture;
  #connections: RTCPeerConnection[] = [];
  #token = "";

  constructor(picture: TestPicture) {
    this.#picture = picture;
  }

  async run(): Promise<ConnectionMeasure> {
    const { iceServers } = await this.#post<CheckStart>("", {});
    const sender = this.#connect(iceServers as RTCIceServer[]);
    await this.#send(sender);
    await connected(sender);
    const receiver = this.#connect(iceServers as RTCIceServer[]);
    await this.#receive(receiver);
    await connected(receiver);
    await firstPacket(receiver);
    const before = await arrived(receiver);
    await pause(MEASURE_MS);
    return measured(before, await arrived(receiver), await roundTrip(sender));
  }

  /** Both ends are closed at the video service too; whoever closes the page leaves that to the Worker. */
  close(): void {
    this.#picture.stop();
    for (const connection of this.#connections) connection.close();
    if (this.#token) void this.#post("/end", {}, true).catch(() => {});
  }

  #connect(iceServers: RTCIceServer[]): RTCPeerConnection {
    const connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#connections.push(connection);
    return connection;
  }

  async #send(sender: RTCPeerConnection): Promise<void> {
    const { mid } = await offer(sender, this.#picture.track);
    const reply = await this.#post<CheckSend>("/send", { sdp: sender.localDescription?.sdp ?? "", mid });
    await sender.setRemoteDescription({ type: "answer", sdp: reply.sdp });
  }

  async #receive(receiver: RTCPeerConnection): Promise<void> {
    const reply = await this.#post<CheckReceive>("/receive", {});
    await receiver.setRemoteDescription({ type: "offer", sdp: reply.sdp });
    await receiver.setLocalDescription(await receiver.createAnswer());
    await this.#post("/answer", { sdp: receiver.localDescription?.sdp ?? "" });
  }

  async #post<Reply>(step: string, body: object, keepalive = false): Promise<Reply> {
    const token = step === "" ? {} : { token: this.#token };
    const response = await fetch(`/check/line${step}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ ...body, ...token }),
      signal: AbortSignal.timeout(REQUEST_MS),
      keepalive,
    }).catch(() => {
      throw new Failed("offline");
    });
    if (response.status === 429) throw new Failed("busy");
    if (!response.ok) throw new Failed("no-service");
    if (response.status === 204) return undefined as Reply;
    const reply = (await response.json()) as Reply & { token?: string };
    this.#token = reply.token ?? this.#token;
    return reply;
  }
}

async function offer(sender: RTCPeerConnection, track: MediaStreamTrack): Promise<{ mid: string }> {
  const transceiver = sender.addTransceiver(track, {
    direction: "sendonly",
    // As the call sends.
    sendEncodings: [encodingOf("video", "full")],
  });
  await sender.setLocalDescription(await sender.createOffer());
  return { mid: transceiver.mid ?? "" };
}

/** A network on which no connection comes about lets no video through. */
function connected(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failed("blocked")), CONNECT_MS);
    const look = () => {
      if (connection.connectionState === "connected") {
        clearTimeout(timer);
        resolve();
      }
      if (connection.connectionState === "failed") {
        clearTimeout(timer);
        reject(new Failed("blocked"));
      }
    };
    connection.addEventListener("connectionstatechange", look);
    look();
  });
}

async function firstPacket(receiver: RTCPeerConnection): Promise<void> {
  for (const until = performance.now() + CONNECT_MS; performance.now() < until; await pause(50))
    if ((await arrived(receiver)).packets > 0) return;
  throw new Failed("blocked");
}

type Arrived = { packets: number; lost: number; bytes: number; at: number };
type Inbound = { packetsReceived?: number; packetsLost?: number; bytesReceived?: number };

async function arrived(receiver: RTCPeerConnection): Promise<Arrived> {
  const reports = [...(await receiver.getStats()).values()] as (Inbound & { type: string })[];
  const inbound = reports.find(({ type }) => type === "inbound-rtp");
  return {
    packets: inbound?.packetsReceived ?? 0,
    lost: inbound?.packetsLost ?? 0,
    bytes: inbound?.bytesReceived ?? 0,
    at: performance.now(),
  };
}

function measured(before: Arrived, after: Arrived, roundTripMs: number): ConnectionMeasure {
  const packets = after.packets - before.packets;
  const lost = Math.max(0, after.lost - before.lost);
  const bits = ((after.bytes - before.bytes) * 8 * 1000) / (after.at - before.at);
  return { loss: packets + lost === 0 ? 1 : lost / (packets + lost), roundTripMs, bits };
}

type Pair = { type: string; nominated?: boolean; state?: string; currentRoundTripTime?: number };

async function roundTrip(connection: RTCPeerConnection): Promise<number> {
  const reports = [...(await connection.getStats()).values()] as Pair[];
  const pair = reports.find(
    ({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded",
  );
  return (pair?.currentRoundTripTime ?? 0) * 1000;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
