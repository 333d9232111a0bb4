import { invalidDescription } from "./errors.ts";

/** Why an SDP cannot be taken as an offer in a session that has `lineCount` m-lines, or undefined. */
export function offerProblem(sdp: string, lineCount: number): string | undefined {
  if (!/^v=0\r?\n/.test(sdp)) return "The SDP does not begin with v=0";
  const offered = countMLines(sdp);
  if (offered === 0) return "The SDP has no m-line";
  if (offered < lineCount) return "The SDP has fewer m-lines than the session";
  if (!/^a=ice-ufrag:/m.test(sdp) || !/^a=fingerprint:/m.test(sdp)) return "The SDP has no transport";
  return undefined;
}

/** Throws `invalid_session_description`. werift itself answers garbage, and offers that drop m-lines. */
export function checkOffer(sdp: string, lineCount: number): void {
  const problem = offerProblem(sdp, lineCount);
  if (problem) throw invalidDescription(problem);
}

export function countMLines(sdp: string): number {
  return sdp.match(/^m=/gm)?.length ?? 0;
}

/** The mids that an offer would send on. */
export function sendingMids(sdp: string): string[] {
  return mediaSections(sdp).flatMap((section) => {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    return mid !== undefined && /^a=(sendonly|sendrecv)\s*$/m.test(section) ? [mid] : [];
  });
}

/**
 * Without the candidates: a lite agent sends no checks, so it has no use for them, and werift would ask the network for the `.local` names
 * among them.
 */
export function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "");
}

/**
 * With a port in m-lines that only the bundle carries. Firefox offers them as RFC 9143 (7.2.1) wants it, port 0 and `a=bundle-only`, and werift
 * takes every port 0 for a rejected m-line: nobody would see a person in Firefox.
 */
export function withBundledPorts(sdp: string): string {
  const [head = "", ...sections] = splitBeforeMLines(sdp);
  const open = sections.map((section) =>
    /^a=bundle-only\s*$/m.test(section) ? section.replace(/^(m=\S+) 0 /, "$1 9 ") : section,
  );
  return [head, ...open].join("");
}

/** With `a=rtcp-mux` in rejected m-lines too. werift omits it there, and the m-line that tags the bundle may be a rejected one. */
export function withRtcpMux(sdp: string): string {
  const [head = "", ...sections] = splitBeforeMLines(sdp);
  const muxed = sections.map((section) =>
    /^m=\S+ 0 /.test(section) && !section.includes("a=rtcp-mux") ? `${section}a=rtcp-mux\r\n` : section,
  );
  return [head, ...muxed].join("");
}

/**
 * Says for the whole session that this end is an ICE-lite one, as RFC 8839 (5.3) wants it. werift says so within m-lines, and in its offers not at
 * all; then Firefox, answering, waits for checks that never come, and whoever only listens stays alone.
 */
export function withIceLite(sdp: string): string {
  return sdp.replace(/^a=ice-lite\r?\n/gm, "").replace(/^t=.*\r?\n/m, "$&a=ice-lite\r\n");
}

function mediaSections(sdp: string): string[] {
  return splitBeforeMLines(sdp).slice(1);
}

function splitBeforeMLines(sdp: string): string[] {
  return sdp.split(/(?=^m=)/m);
}
