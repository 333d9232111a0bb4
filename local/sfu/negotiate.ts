import { invalidDescription } from "./errors.ts";
import { passOnKeyframeRequests } from "./keyframes.ts";
import { loseOn } from "./packet-loss.ts";
import { transportOf, widenBuffers } from "./peer.ts";
import type { Description } from "./requests.ts";
import { checkOffer, countMLines, withBundledPorts, withIceLite, withoutCandidates, withRtcpMux } from "./sdp.ts";
import type { Session } from "./session.ts";

/**
 * Answers a browser's offer. `accept` runs between applying the offer, when its m-lines exist, and answering it. Throws
 * `invalid_session_description`: overlapping negotiation, or an offer that cannot be applied.
 */
export async function answerOffer(session: Session, sdp: string, accept: () => void): Promise<Description> {
  refuseOverlap(session);
  checkOffer(sdp, countMLines(session.peer.localDescription?.sdp ?? ""));
  await applyRemote(session, { type: "offer", sdp });
  accept();
  if (!session.negotiated) awaitDtls(session);
  const answer = await settleLocal(session, await session.peer.createAnswer());
  return { type: "answer", sdp: withIceLite(withRtcpMux(answer)) };
}

/**
 * Lets the browser begin DTLS, as it does when it answers: werift as the client waits 100 ms first, and in about half of all handshakes
 * another 500 ms for a flight to be sent again; a browser is quicker at both (measured: 150 to 650 ms that way).
 */
function awaitDtls({ peer }: Session): void {
  const transport = transportOf(peer);
  if (transport?.role === "auto") transport.role = "server";
}

/** An offer of the SFU's own, to be answered through `/renegotiate`. */
export async function makeOffer(session: Session): Promise<Description> {
  refuseOverlap(session);
  const offer = await settleLocal(session, await session.peer.createOffer());
  session.awaitingAnswer = true;
  return { type: "offer", sdp: withIceLite(withRtcpMux(offer)) };
}

/** Applies the browser's answer to the SFU's offer. Throws `invalid_session_description`, also when no offer is out. */
export async function applyAnswer(session: Session, sdp: string): Promise<void> {
  if (!session.awaitingAnswer) throw invalidDescription("No offer of the SFU is waiting for an answer");
  const lines = countMLines(session.peer.localDescription?.sdp ?? "");
  if (countMLines(sdp) !== lines) throw invalidDescription("The answer has not the offer's m-lines");
  checkOffer(sdp, lines);
  await applyRemote(session, { type: "answer", sdp });
  session.awaitingAnswer = false;
}

/** Throws `invalid_session_description` while an offer of the SFU waits for its answer. */
export function refuseOverlap(session: Session): void {
  if (session.awaitingAnswer) throw invalidDescription("An offer of the SFU is waiting for PUT /renegotiate");
}

async function applyRemote(session: Session, description: Description): Promise<void> {
  const taken = withBundledPorts(withoutCandidates(description.sdp));
  try {
    await session.peer.setRemoteDescription({ type: description.type, sdp: taken });
  } catch (error) {
    throw invalidDescription(error instanceof Error ? error.message : "The SDP cannot be applied");
  }
}

/** Setting the local description waits until all candidates are gathered: this API has no way to send them later. */
async function settleLocal(session: Session, description: { type: string; sdp: string }): Promise<string> {
  await session.peer.setLocalDescription(description as Description);
  if (!session.negotiated) {
    session.negotiated = true;
    const transport = transportOf(session.peer);
    if (transport) passOnKeyframeRequests(session, transport);
    loseOn(session.packetLoss, session.peer);
  }
  widenBuffers(session.peer);
  return session.peer.localDescription?.sdp ?? description.sdp;
}
