import type { Page } from "playwright-core";

/** As much of a page as reading it takes, whatever drives the browser. */
type Readable = { evaluate<R>(script: () => Promise<R>): Promise<R> };

/** What a page receives from one other person, read off its peer connections and its picture. */
export type Received = { participantId: string; framesDecoded: number; audioPackets: number; picture: string };

/** Runs before the page's own scripts: keeps every peer connection, so that a test can read what it received. */
export function watchPeerConnections(): void {
  const watched: RTCPeerConnection[] = [];
  Object.defineProperty(window, "watchedConnections", { value: watched });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      watched.push(this);
    }
  };
}

/** One reading a remote person shown on the page. */
export function received(page: Readable): Promise<Received[]> {
  return page.evaluate(async () => {
    const watched = (window as unknown as { watchedConnections: RTCPeerConnection[] }).watchedConnections;
    const inbound = new Map<string, Record<string, number>>();
    for (const connection of watched) {
      if (connection.connectionState === "closed") continue;
      for (const report of (await connection.getStats()).values())
        if (report.type === "inbound-rtp") inbound.set(report.trackIdentifier, report);
    }
    const canvas = new OffscreenCanvas(32, 18);
    const pencil = canvas.getContext("2d", { willReadFrequently: true });
    return [...document.querySelectorAll<HTMLVideoElement>("video[data-participant]")].map((video) => {
      const media = [
        ...document.querySelectorAll<HTMLMediaElement>(`[data-participant="${video.dataset.participant}"]`),
      ];
      const tracks = media.flatMap((element) => (element.srcObject as MediaStream | null)?.getTracks() ?? []);
      const stat = (kind: string, name: string) =>
        Math.max(
          0,
          ...tracks.filter((track) => track.kind === kind).map((track) => inbound.get(track.id)?.[name] ?? 0),
        );
      pencil?.drawImage(video, 0, 0, 32, 18);
      const pixels = video.videoWidth > 0 ? pencil?.getImageData(0, 0, 32, 18).data.join() : "";
      return {
        participantId: video.dataset.participant ?? "",
        framesDecoded: stat("video", "framesDecoded"),
        audioPackets: stat("audio", "packetsReceived"),
        picture: pixels ?? "",
      };
    });
  });
}

export type Sent = { kind: string; id: string; label: string; isLive: boolean; connection: RTCPeerConnectionState };

/** The tracks that the page's connections send, those that were closed included. */
export function sent(page: Page): Promise<Sent[]> {
  return page.evaluate(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    return watchedConnections.flatMap((connection) =>
      connection.getSenders().flatMap(({ track }) => {
        if (!track) return [];
        const { kind, id, label, readyState } = track;
        return [{ kind, id, label, isLive: readyState === "live", connection: connection.connectionState }];
      }),
    );
  });
}

/** Everything received on all connections, closed ones counted as they last stood: it must not grow once a call has ended. */
export function packetsReceived(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const watched = (window as unknown as { watchedConnections: RTCPeerConnection[] }).watchedConnections;
    let packets = 0;
    for (const connection of watched)
      for (const report of (await connection.getStats()).values())
        if (report.type === "inbound-rtp") packets += report.packetsReceived;
    return packets;
  });
}

/** Waits until moving pictures and sound arrive from exactly these people. Throws with the last readings. */
export async function seesAndHears(page: Readable, participantIds: string[], withinMs = 30_000): Promise<void> {
  const until = Date.now() + withinMs;
  let before = await received(page);
  let after = before;
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    after = await received(page);
    if (
      participantIds.every((id) => grew(id, before, after)) &&
      after.filter((one) => one.picture).length === participantIds.length
    )
      return;
    before = after;
  }
  const readings = after.map(({ participantId, framesDecoded, audioPackets }) => ({
    participantId,
    framesDecoded,
    audioPackets,
  }));
  throw new Error(`Not all of ${participantIds.join(", ")} are seen and heard: ${JSON.stringify(readings)}`);
}

function grew(id: string, before: Received[], after: Received[]): boolean {
  const [one, other] = [before, after].map((list) => list.find((each) => each.participantId === id));
  if (!one || !other) return false;
  return (
    other.framesDecoded > one.framesDecoded && other.audioPackets > one.audioPackets && other.picture !== one.picture
  );
}

/** How many of the page's peer connections stand. */
export function openConnections(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    return watchedConnections.filter(({ connectionState }) => connectionState === "connected").length;
  });
}

/** The live tracks that any open connection of the page sends, each once. */
export async function tracksSent(page: Page): Promise<string[]> {
  const open = (await sent(page)).filter(({ isLive, connection }) => isLive && connection !== "closed");
  return [...new Set(open.map(({ kind, id }) => `${kind} ${id}`))].sort();
}
