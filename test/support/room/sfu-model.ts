import type { Closing, SfuCall, SfuResult } from "../../../durable-objects/room-state.ts";

/** SFU session → its active mids. */
export type Sfu = Map<string, Set<string>>;

export type Outcome = "ok" | "unsure" | "happened_unsure" | "not_now" | "gone" | "refused" | "track_error" | "lost";

/** A call that takes longer than this never happens: the shell hung up on it well before. */
export const CALL_HAPPENS_WITHIN_MS = 10_000;

/** What the SFU answers, having done what `outcome` says to `sfu`; null where no answer ever comes. */
export function answerOf(sfu: Sfu, call: SfuCall, outcome: Outcome, newSessionId: string): SfuResult | null {
  if (outcome === "gone" && call.op !== "open") sfu.delete(call.sfuSessionId);
  if (outcome !== "ok" && outcome !== "happened_unsure" && outcome !== "track_error" && outcome !== "lost") {
    return { type: "failed", how: outcome };
  }
  const result = carryOut(sfu, call, outcome !== "track_error", newSessionId);
  if (outcome === "lost") return null;
  return outcome === "happened_unsure" ? { type: "failed", how: "unsure" } : result;
}

/** Which tracks the room stopped trying to close in this step, as `sfuSessionId mid`: it has made its last try. */
export function givenUpIn(sfu: Sfu, before: Closing[], after: Closing[]): string[] {
  return before.flatMap(({ sfuSessionId, attempt, whole, mids }) => {
    // Another try of the same SFU session may become its last in the same step: it is known by what it is to close.
    const isThisTry = (other: Closing) =>
      other.attempt === 3 &&
      other.sfuSessionId === sfuSessionId &&
      other.whole === whole &&
      (whole || other.mids.some((mid) => mids.includes(mid)));
    if (attempt < 3 || after.filter(isThisTry).length === before.filter(isThisTry).length) return [];
    const active = [...(sfu.get(sfuSessionId) ?? [])];
    return active.filter((mid) => whole || mids.includes(mid)).map((mid) => `${sfuSessionId} ${mid}`);
  });
}

function carryOut(sfu: Sfu, call: SfuCall, isRight: boolean, newSessionId: string): SfuResult {
  if (call.op === "open") {
    sfu.set(newSessionId, new Set());
    return { type: "opened", sfuSessionId: newSessionId };
  }
  const active = sfu.get(call.sfuSessionId);
  if (!active) return { type: "failed", how: "gone" };
  switch (call.op) {
    case "push": {
      const mids = call.tracks.map(({ mid }) => mid).slice(isRight ? 0 : 1);
      for (const mid of mids) active.add(mid);
      return { type: "pushed", sdp: "v=0 answer", mids };
    }
    case "pull": {
      const tracks = call.tracks.map(({ trackId }, at) => {
        if (!isRight && at === 0) return { trackId, error: "not_found_track_error" };
        const mid = `pulled-${trackId}`;
        active.add(mid);
        return { trackId, mid };
      });
      return { type: "pulled", sdp: "v=0 offer", tracks };
    }
    case "answer":
    case "check":
      return { type: "answered" };
    case "close": {
      const mids = call.mids.slice(isRight ? 0 : 1);
      for (const mid of mids) active.delete(mid);
      return { type: "closed", mids };
    }
    case "look":
      return { type: "looked", mids: [...active] };
  }
}
