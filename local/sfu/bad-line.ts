import type { RTCPeerConnection } from "werift";

/** For tests of bad lines: how much of what browsers send is lost on its way here, 0 to 1. One for all sessions. */
export type Line = { lostShare: number };

/** RFC 5761, 4: media has 128 to 191 in its first byte, and reports, which are let through, 192 to 223 in the second. */
const isMedia = (packet: Buffer) =>
  (packet[0] ?? 0) >= 128 && (packet[0] ?? 0) < 192 && !((packet[1] ?? 0) >= 192 && (packet[1] ?? 0) < 224);

/** To be called once, when the session has its transport. Before werift counts anything, so that its reports tell of the loss. */
export function loseOn(line: Line, peer: RTCPeerConnection): void {
  for (const { connection } of peer.iceTransports) {
    const { onData } = connection;
    const deliver = onData.execute;
    onData.execute = (packet) => {
      if (line.lostShare > 0 && isMedia(packet) && Math.random() < line.lostShare) return;
      deliver(packet);
    };
  }
}
