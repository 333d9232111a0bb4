/** The page's side of the browser test: a client that speaks the Calls API directly, and nothing else. */

type Description = { type: "offer" | "answer"; sdp: string };
type TrackReply = { mid?: string; trackName?: string; errorCode?: string };
type ApiReply = { sessionId?: string; sessionDescription?: Description; tracks?: TrackReply[] };
export type Inbound = { mid: string; kind: string; packets: number; frames: number; energy: number };
export type Participant = typeof participant;

const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
let sessionId = "";

async function api(method: string, operation: string, body?: unknown): Promise<ApiReply> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`/calls/sessions/${operation}`, init);
  const reply = (await response.json()) as ApiReply & { errorCode?: string; errorDescription?: string };
  if (!response.ok) throw new Error(`${response.status} ${reply.errorCode}: ${reply.errorDescription}`);
  return reply;
}

/** Publishes camera and microphone; the offer goes out before candidates are gathered, as there is nothing to wait for. */
async function publish(): Promise<{ sessionId: string; mids: Record<string, string> }> {
  if (sessionId === "") sessionId = (await api("POST", "new")).sessionId ?? "";
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 240, frameRate: 15 },
  });
  const added = stream.getTracks().map((track) => peer.addTransceiver(track, { direction: "sendonly" }));
  await peer.setLocalDescription();
  const round = added.length === 0 ? "" : String(peer.getTransceivers().length);
  const tracks = added.map(({ mid, sender }) => ({
    location: "local",
    mid,
    trackName: `${sender.track?.kind}${round}`,
  }));
  const reply = await api("POST", `${sessionId}/tracks/new`, { sessionDescription: peer.localDescription, tracks });
  if (!reply.sessionDescription) throw new Error("No answer");
  await peer.setRemoteDescription(reply.sessionDescription);
  return { sessionId, mids: Object.fromEntries(tracks.map(({ trackName, mid }) => [trackName, mid ?? ""])) };
}

/** Pulls tracks and plays them. The mids come in the order asked for. */
async function pull(tracks: { sessionId: string; trackName: string }[]): Promise<TrackReply[]> {
  const wanted = tracks.map((track) => ({ location: "remote", ...track }));
  const reply = await api("POST", `${sessionId}/tracks/new`, { tracks: wanted });
  if (reply.sessionDescription) {
    await peer.setRemoteDescription(reply.sessionDescription);
    await peer.setLocalDescription();
    await api("PUT", `${sessionId}/renegotiate`, { sessionDescription: peer.localDescription });
  }
  return reply.tracks ?? [];
}

async function forceClose(mids: string[]): Promise<TrackReply[]> {
  const tracks = mids.map((mid) => ({ mid }));
  return (await api("PUT", `${sessionId}/tracks/close`, { force: true, tracks })).tracks ?? [];
}

async function inbound(): Promise<Inbound[]> {
  const report = [...(await peer.getStats()).values()];
  return report
    .filter((entry) => entry.type === "inbound-rtp")
    .map((entry) => ({
      mid: String(entry.mid),
      kind: String(entry.kind),
      packets: Number(entry.packetsReceived),
      frames: Number(entry.framesDecoded ?? 0),
      energy: Number(entry.totalAudioEnergy ?? 0),
    }));
}

peer.addEventListener("track", ({ track }) => {
  const element = document.createElement("video");
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  document.body.append(element);
});

const participant = { publish, pull, forceClose, inbound };
Object.assign(window, { participant });
