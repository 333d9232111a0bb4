import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from "werift";

export const APP = { appId: "test-app", secret: "test-secret" };

type Json = Record<string, unknown>;
export type Reply = { status: number; body: Json };
export type TrackReply = {
  mid?: string;
  trackName?: string;
  sessionId?: string;
  status?: string;
  location?: string;
  errorCode?: string;
  errorDescription?: string;
};
export type DebugTrack = {
  location: string;
  mid: string;
  trackName: string;
  active: boolean;
  packetsIn: number;
  packetsOut: number;
  packetsDropped: number;
  subscribers: { sessionId: string; mid: string }[];
};

/** One call of the API as the Worker makes it. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  secret = APP.secret,
): Promise<Reply> {
  const response = await fetch(`${url}/v1/apps/${APP.appId}${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

export function tracksOf(reply: Reply): TrackReply[] {
  return reply.body.tracks as TrackReply[];
}

export async function debugTracks(url: string, sessionId: string): Promise<DebugTrack[]> {
  const { sessions } = (await (await fetch(`${url}/debug/sessions`)).json()) as {
    sessions: { sessionId: string; tracks: DebugTrack[] }[];
  };
  return sessions.find((session) => session.sessionId === sessionId)?.tracks ?? [];
}

/** A participant without a browser: a werift peer connection that sends made-up packets and counts what it receives. */
export class SfuClient {
  readonly url: string;
  readonly peer: RTCPeerConnection;
  sessionId = "";
  /** Packets by mid. */
  readonly received = new Map<string, number>();
  readonly #senders: NodeJS.Timeout[] = [];

  constructor(url: string) {
    this.url = url;
    this.peer = new RTCPeerConnection({
      iceServers: [],
      iceAdditionalHostAddresses: ["127.0.0.1"],
      iceUseIpv6: false,
      bundlePolicy: "max-bundle",
      codecs: {
        audio: [
          new RTCRtpCodecParameters({ mimeType: "audio/opus", clockRate: 48_000, channels: 2, payloadType: 111 }),
        ],
        video: [
          new RTCRtpCodecParameters({
            mimeType: "video/VP8",
            clockRate: 90_000,
            payloadType: 100,
            rtcpFeedback: [{ type: "nack", parameter: "pli" }],
          }),
        ],
      },
    });
    this.peer.onRemoteTransceiverAdded.subscribe((transceiver) => {
      transceiver.onTrack.subscribe((track) => {
        track.onReceiveRtp.subscribe(() => {
          const mid = transceiver.mid ?? "";
          this.received.set(mid, (this.received.get(mid) ?? 0) + 1);
        });
      });
    });
  }

  async open(): Promise<this> {
    const reply = await call(this.url, "POST", "/sessions/new");
    this.sessionId = String(reply.body.sessionId);
    return this;
  }

  call(method: string, operation: string, body?: unknown): Promise<Reply> {
    return call(this.url, method, `/sessions/${this.sessionId}${operation}`, body);
  }

  /** Adds a track that sends a packet every 20 ms from now on; its mid is known after the offer. */
  addSender(kind: "audio" | "video") {
    const track = new MediaStreamTrack({ kind });
    const transceiver = this.peer.addTransceiver(track, { direction: "sendonly" });
    let sequenceNumber = 1;
    this.#senders.push(
      setInterval(() => {
        sequenceNumber += 1;
        const header = new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960, payloadType: 111, ssrc: 1 });
        track.writeRtp(new RtpPacket(header, Buffer.alloc(40, sequenceNumber)));
      }, 20),
    );
    return transceiver;
  }

  async offer(): Promise<{ type: "offer"; sdp: string }> {
    await this.peer.setLocalDescription(await this.peer.createOffer());
    return { type: "offer", sdp: this.peer.localDescription?.sdp ?? "" };
  }

  /** Publishes a new track of each kind under the names given. */
  async push(names: { audio?: string; video?: string }): Promise<Reply> {
    const added = (["audio", "video"] as const).flatMap((kind) => {
      const trackName = names[kind];
      return trackName === undefined ? [] : [{ trackName, transceiver: this.addSender(kind) }];
    });
    const sessionDescription = await this.offer();
    const tracks = added.map(({ trackName, transceiver }) => ({ location: "local", mid: transceiver.mid, trackName }));
    const reply = await this.call("POST", "/tracks/new", { sessionDescription, tracks });
    await this.apply(reply);
    return reply;
  }

  async pull(tracks: { sessionId: string; trackName: string }[]): Promise<Reply> {
    const reply = await this.call("POST", "/tracks/new", {
      tracks: tracks.map((track) => ({ location: "remote", ...track })),
    });
    if (reply.body.requiresImmediateRenegotiation) await this.answer(reply);
    return reply;
  }

  async answer(reply: Reply): Promise<Reply> {
    await this.apply(reply);
    await this.peer.setLocalDescription(await this.peer.createAnswer());
    const sessionDescription = { type: "answer", sdp: this.peer.localDescription?.sdp };
    return this.call("PUT", "/renegotiate", { sessionDescription });
  }

  forceClose(...mids: (string | undefined)[]): Promise<Reply> {
    return this.call("PUT", "/tracks/close", { force: true, tracks: mids.map((mid) => ({ mid })) });
  }

  async apply(reply: Reply): Promise<void> {
    const description = reply.body.sessionDescription as { type: "offer" | "answer"; sdp: string } | undefined;
    if (!description) throw new Error(`No description in ${JSON.stringify(reply.body)}`);
    await this.peer.setRemoteDescription(description);
  }

  count(mid: string | undefined): number {
    return this.received.get(mid ?? "") ?? 0;
  }

  async close(): Promise<void> {
    for (const sender of this.#senders) clearInterval(sender);
    await this.peer.close();
  }
}
