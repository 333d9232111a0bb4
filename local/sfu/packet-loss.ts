import type { RTCPeerConnection } from "werift";

/** For tests of bad connections: how much of what browsers send is lost on its way here, 0 to 1. One for all sessions. */
export type PacketLoss = { lostShare: number };

/** RFC 5761, 4: media has 128 to 191 in its first byte, and reports, which are let through, 192 to 223 in the second. */
const isMedia = (packet: Buffer) =>
  (packet[0] ?? 0) >= 128 && (packet[0] ?? 0) < 192 && !((packet[1] ?? 0) >= 192 && (packet[1] ?? 0) < 224);

/** To be called once, when the session has its transport. Before werift counts anything, so that its reports tell of the loss. */
export function loseOn(packetLoss: PacketLoss, peer: RTCPeerConnection): void {
  for (const { connection } of peer.iceTransports) {
    const { onData } = connection;
    const deliver = onData.execute;
    onData.execute = (packet) => {
      if (packetLoss.lostShare > 0 && isMedia(packet) && Math.random() < packetLoss.lostShare) return;
      deliver(packet);
    };
  }
}
