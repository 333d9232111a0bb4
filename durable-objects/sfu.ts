import { assertNever } from "./assert-never.ts";
import { codeOf, kindOf, type Log, type LogLine } from "./log.ts";
import type { Fetch } from "./ports.ts";
import type { SfuCall, SfuFailure, SfuResult } from "./room-state.ts";

/** `url` ends in `/v1`. */
export type SfuConfig = { url: string; appId: string; appSecret: string };
/** An SFU app, and the ways to it. `now` is epoch milliseconds. */
export type Sfu = SfuConfig & { fetch: Fetch; now: () => number; log: Log };

/** The SFU itself waits up to 5 s for a peer connection (its documentation, "limits"); then it needs time to say so. */
export const SFU_PATIENCE_MS = 6_000;

/**
 * Makes one call of the Calls API, until `signal` hangs up. Never throws and never tries twice: what may be tried again is the
 * room's rule. What fails is logged here.
 */
export async function callSfu(sfu: Sfu, call: SfuCall, signal: AbortSignal): Promise<SfuResult> {
  const beganAt = sfu.now();
  const answer = await ask(sfu, requestFor(call), signal);
  const result = "error" in answer ? UNSURE : judge(call, answer);
  if (result.type === "failed") sfu.log(failureLine(call, answer, sfu.now() - beganAt));
  return result;
}

type Answer = { status: number; reply: unknown } | { error: unknown };
const UNSURE: SfuResult = { type: "failed", how: "unsure" };

/** `error`: hung up, or not reached. */
async function ask(sfu: Sfu, { method, path, body }: SfuRequest, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await sfu.fetch(`${sfu.url}/apps/${sfu.appId}${path}`, {
      method,
      headers: { Authorization: `Bearer ${sfu.appSecret}`, "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    // Read even where the status says enough (an unread body keeps its connection); an error's may be no JSON.
    return { status: response.status, reply: await response.json().catch(() => null) };
  } catch (error) {
    return { error };
  }
}

function judge(call: SfuCall, { status, reply }: Extract<Answer, { status: number }>): SfuResult {
  const isOk = status >= 200 && status < 300;
  return isOk && isObject(reply) ? resultOf(call, reply) : { type: "failed", how: failureOf(status) };
}

function failureLine(call: SfuCall, answer: Answer, ms: number): LogLine {
  const sfuSessionId = call.op === "open" ? null : call.sfuSessionId;
  const line = { level: "warn", event: "sfu_call_failed", op: call.op, sfuSessionId, ms } as const;
  if ("error" in answer) return { ...line, status: null, error: kindOf(answer.error) };
  return { ...line, status: answer.status, code: isObject(answer.reply) ? codeOf(answer.reply.errorCode) : null };
}

type SfuRequest = { method: "GET" | "POST" | "PUT"; path: string; body?: unknown };

function requestFor(call: SfuCall): SfuRequest {
  if (call.op === "open") return { method: "POST", path: "/sessions/new", body: {} };
  const session = `/sessions/${encodeURIComponent(call.sfuSessionId)}`;
  switch (call.op) {
    case "push": {
      const tracks = call.tracks.map(({ mid, trackId }) => ({ location: "local", mid, trackName: trackId }));
      const body = { sessionDescription: { type: "offer", sdp: call.sdp }, tracks };
      return { method: "POST", path: `${session}/tracks/new`, body };
    }
    case "pull": {
      const tracks = call.tracks.map(({ trackId, sfuSessionId }) => {
        return { location: "remote", sessionId: sfuSessionId, trackName: trackId };
      });
      return { method: "POST", path: `${session}/tracks/new`, body: { tracks } };
    }
    case "answer":
      return {
        method: "PUT",
        path: `${session}/renegotiate`,
        body: { sessionDescription: { type: "answer", sdp: call.sdp } },
      };
    case "close":
      // By force and without SDP: a negotiated close of the first m-line makes Chromium restart DTLS for the whole session.
      return {
        method: "PUT",
        path: `${session}/tracks/close`,
        body: { tracks: call.mids.map((mid) => ({ mid })), force: true },
      };
    case "check":
    case "look":
      return { method: "GET", path: session };
    default:
      return assertNever(call);
  }
}

/** Errors come per track too, inside a 200. */
function resultOf(call: SfuCall, reply: Record<string, unknown>): SfuResult {
  const tracks = Array.isArray(reply.tracks) ? reply.tracks.filter(isObject) : [];
  const sdp = isObject(reply.sessionDescription) ? text(reply.sessionDescription.sdp) : undefined;
  switch (call.op) {
    case "open": {
      const sfuSessionId = text(reply.sessionId);
      return sfuSessionId ? { type: "opened", sfuSessionId } : { type: "failed", how: "unsure" };
    }
    case "push":
      return sdp
        ? { type: "pushed", sdp, mids: midsOf(tracks.filter((track) => !errorOf(track))) }
        : perTrackFailure(tracks);
    case "pull":
      return {
        type: "pulled",
        sdp: sdp ?? null,
        tracks: call.tracks.map(({ trackId }) => pulledTrack(trackId, tracks)),
      };
    case "answer":
    case "check":
      return { type: "answered" };
    case "close":
      return { type: "closed", mids: midsOf(tracks.filter((track) => isClosed(errorOf(track)))) };
    case "look":
      return { type: "looked", mids: midsOf(tracks.filter((track) => track.status === "active")) };
    default:
      return assertNever(call);
  }
}

/** No answer to an offer is explained by its tracks, or not at all. */
function perTrackFailure(tracks: Record<string, unknown>[]): SfuResult {
  return { type: "failed", how: tracks.length > 0 && tracks.every(errorOf) ? "refused" : "unsure" };
}

function pulledTrack(trackId: string, tracks: Record<string, unknown>[]) {
  const track = tracks.find((other) => other.trackName === trackId);
  const mid = track && !errorOf(track) ? text(track.mid) : undefined;
  return mid ? { trackId, mid } : { trackId, error: (track && errorOf(track)) || "not_answered" };
}

/** A track that cannot be closed because it is not there needs no closing. */
function isClosed(error: string | undefined): boolean {
  return !error || error === "close_track_error" || error === "not_found_track_error";
}

function failureOf(status: number): SfuFailure {
  if (status === 404 || status === 410) return "gone";
  // Not signed in is the school's mistake, not the page's; 406 an overlapping negotiation, 425 not connected yet, 429 too many.
  if ([401, 403, 406, 425, 429].includes(status)) return "not_now";
  return status >= 400 && status < 500 ? "refused" : "unsure";
}

function midsOf(tracks: Record<string, unknown>[]): string[] {
  return tracks.flatMap((track) => text(track.mid) ?? []);
}

function errorOf(track: Record<string, unknown>): string | undefined {
  return text(track.errorCode);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
