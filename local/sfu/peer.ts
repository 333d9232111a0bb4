import { type RTCDtlsTransport, RTCPeerConnection } from "werift";
import { isOwnAddress, LOOPBACK } from "./addresses.ts";
import { codecs, headerExtensions } from "./media-format.ts";

type ConstructorOptions = NonNullable<ConstructorParameters<typeof RTCPeerConnection>[0]>;
type StunFilter = NonNullable<ConstructorOptions["iceFilterStunResponse"]>;
type IcePath = { protocol: Parameters<StunFilter>[2]; address: Parameters<StunFilter>[1] };

/** Linux drops what an application does not read in time; its default of 212 KB is about 90 packets. */
const RECEIVE_BUFFER_BYTES = 4 << 20;
const SEND_BUFFER_BYTES = 1 << 20;

/**
 * A peer connection as the SFU's end of a session. `onHeard` is called for each connectivity check of the browser (every 2–3 s in
 * Chromium, for as long as its page lives).
 *
 * ICE lite, as a server should be: it answers checks and sends none. So it makes no connection of its own, needs no candidates from
 * the browser (which may send its offer before it has gathered any), and never looks up the browser's `.local` names on the network.
 */
export function createPeer(onHeard: () => void): RTCPeerConnection {
  const peer: RTCPeerConnection = new RTCPeerConnection({
    iceLite: true,
    iceServers: [], // werift's default is a public STUN server
    iceAdditionalHostAddresses: [LOOPBACK],
    iceUseIpv6: false,
    bundlePolicy: "max-bundle",
    codecs: codecs(),
    headerExtensions: headerExtensions(),
    iceFilterStunResponse: (message, address, protocol) => {
      if (!isOwnAddress(address[0])) return false;
      onHeard();
      if (message.attributesKeys.includes("USE-CANDIDATE")) followNomination(peer, { protocol, address });
      return true;
    },
  });
  neverRecycleMLines(peer);
  return peer;
}

/** The one transport of a bundled session, once negotiation has made it. */
export function transportOf(peer: RTCPeerConnection): RTCDtlsTransport | undefined {
  return peer.dtlsTransports[0];
}

/**
 * Widens the UDP buffers. To be called after each gathering, when the sockets exist: with the default ones a stall of the event loop
 * lost over half of the audio and set off a storm of keyframe requests.
 */
export function widenBuffers(peer: RTCPeerConnection): void {
  for (const transport of peer.iceTransports) {
    // Private in werift, which has no setting for it.
    const { protocols = [] } = transport.connection as unknown as { protocols?: WithSocket[] };
    for (const { transport: udp } of protocols) {
      udp?.socket?.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
      udp?.socket?.setSendBufferSize(SEND_BUFFER_BYTES);
    }
  }
}

type WithSocket = {
  transport?: { socket?: { setRecvBufferSize(bytes: number): void; setSendBufferSize(bytes: number): void } };
};

/**
 * werift keeps the first nominated path for good; a browser may move to a better one, and lets the old one die (RFC 8445, 8.1.1 and
 * Chromium's nomination towards lite agents: the latest nomination counts).
 */
function followNomination(peer: RTCPeerConnection, path: IcePath): void {
  for (const { connection } of peer.iceTransports) {
    if (!connection.nominated) continue; // the first nomination is werift's own affair
    const pair = connection.candidatePairs.find(
      (candidate) =>
        candidate.protocol === path.protocol &&
        candidate.remoteAddr[0] === path.address[0] &&
        candidate.remoteAddr[1] === path.address[1],
    );
    if (pair) connection.nominated = pair;
  }
}

/**
 * The only place that keeps m-lines from being recycled. werift gives a new track the place of a rejected one, after which Chromium fails
 * with "Failed to setup RTCP mux". The method is private: there is no setting for it.
 */
function neverRecycleMLines(peer: RTCPeerConnection): void {
  const { transceiverManager } = peer as unknown as {
    transceiverManager: { findReusableTransceiver(kind: string): unknown };
  };
  transceiverManager.findReusableTransceiver = () => undefined;
}
