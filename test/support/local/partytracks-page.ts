/** The page's side of the conformance test: Cloudflare's own browser client, unmodified. */
import { PartyTracks, type TrackMetadata } from "partytracks/client";
import { Observable, of } from "rxjs";

export type PartyParticipant = typeof participant;
type Received = { packets: number; frames: number };

const partyTracks = new PartyTracks({ prefix: "/calls", iceServers: [] });
const closers: { unsubscribe(): void }[] = [];
let peer: RTCPeerConnection | undefined;
partyTracks.peerConnection$.subscribe((connection) => {
  peer = connection;
});

async function publish(): Promise<TrackMetadata[]> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 240, frameRate: 15 },
  });
  return Promise.all(stream.getTracks().map(publishOne));
}

function publishOne(track: MediaStreamTrack): Promise<TrackMetadata> {
  const track$ = new Observable<MediaStreamTrack>((subscriber) => subscriber.next(track));
  return new Promise((resolve, reject) => {
    partyTracks.push(track$).subscribe({ next: resolve, error: reject });
  });
}

function pull(wanted: TrackMetadata[]): Promise<string[]> {
  return Promise.all(wanted.map(pullOne));
}

function pullOne(metadata: TrackMetadata): Promise<string> {
  return new Promise((resolve, reject) => {
    const subscription = partyTracks.pull(of(metadata)).subscribe({
      next: (track) => {
        const element = document.createElement("video");
        element.autoplay = true;
        element.srcObject = new MediaStream([track]);
        document.body.append(element);
        resolve(track.id);
      },
      error: reject,
    });
    closers.push(subscription);
  });
}

/** Closes the last pulled track the way this client does it: with an offer, `force: false`. */
function closeLast(): void {
  closers.pop()?.unsubscribe();
}

/** Of everything pulled, by track id. */
async function received(): Promise<Record<string, Received>> {
  const report = [...((await peer?.getStats()) ?? new Map()).values()];
  const inbound = report.filter((entry) => entry.type === "inbound-rtp");
  return Object.fromEntries(
    inbound.map((entry) => [
      String(entry.trackIdentifier),
      { packets: Number(entry.packetsReceived), frames: Number(entry.framesDecoded ?? 0) },
    ]),
  );
}

const participant = { publish, pull, closeLast, received };
Object.assign(window, { participant });
