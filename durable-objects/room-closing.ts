import { closingAbandoned } from "./room-log.ts";
import {
  type Closing,
  type Effect,
  holdersOf,
  type Place,
  type RoomState,
  type Seat,
  type SfuClosing,
  type SfuResult,
  type Transition,
  withMedia,
} from "./room-state.ts";

/** Longer than the shell's patience with the SFU (`sfu.ts`). */
export const CLOSE_LOST_AFTER_MS = 7_000;
/** When the last try is made. */
export const CLOSE_LATER_MS = 5_000;

/**
 * Compares the room before and after a step and closes what lost its owner: everything in the SFU sessions that nobody has
 * any more, and in the others whatever they pulled of a track that is gone (the SFU does not tell them of its end).
 */
export function closeWhatEnded(before: Place, state: RoomState, now: number): Transition {
  const gone = holdersOf(before).flatMap(({ media }) =>
    media && !hasMedia(state.place, media.sfuSessionId) ? [media] : [],
  );
  let next: Transition = { state, effects: [] };
  for (const { sfuSessionId, published, pulled } of gone) {
    if (state.closing.some((closing) => closing.whole && closing.sfuSessionId === sfuSessionId)) continue;
    const mids = [...published.map(({ mid }) => mid), ...pulled.map(({ mid }) => mid)];
    next = and(next, addClosing(next.state, sfuSessionId, mids, true, now));
  }
  for (const seat of seatsOf(state.place)) next = and(next, dropOrphans(next.state, seat, now));
  return next;
}

/** Closes these mids by force. Nothing to close is no intent. */
export function addClosing(
  state: RoomState,
  sfuSessionId: string,
  mids: string[],
  whole: boolean,
  now: number,
): Transition {
  if (mids.length === 0) return { state, effects: [] };
  const until = now + CLOSE_LOST_AFTER_MS;
  return add(state, { sfuSessionId, whole, mids, attempt: 1, stage: "closing", until });
}

/** Closes whatever is active in an SFU session, where nobody knows what that is. */
export function lookAndClose(state: RoomState, sfuSessionId: string, now: number): Transition {
  const until = now + CLOSE_LOST_AFTER_MS;
  return add(state, { sfuSessionId, whole: true, mids: [], attempt: 2, stage: "looking", until });
}

/** The SFU answered a try to close. Whatever it confirms is done with, whichever try asked. */
export function answeredClosing(state: RoomState, call: SfuClosing, result: SfuResult, now: number): Transition {
  const isGone = result.type === "failed" && result.how === "gone";
  return advanceAll(state, (closing): Advance => {
    if (closing.sfuSessionId !== call.sfuSessionId) return closing;
    if (isGone) return "done"; // nothing is sent or received in a session that is not there
    if (call.op === "look") return closing.stage === "looking" ? looked(closing, result, now) : closing;
    const isMeant = closing.stage === "closing" && closing.mids.some((mid) => call.mids.includes(mid));
    return isMeant ? closed(closing, result, now) : closing;
  });
}

/** The next try for every intent whose time has come. */
export function retryClosing(state: RoomState, now: number): Transition {
  return advanceAll(state, (closing) => (closing.until <= now ? nextTry(closing, now) : closing));
}

/** What becomes of an intent: itself, its next try, or the end of it. */
type Advance = Closing | "done" | "abandoned";

function closed(closing: Closing, result: SfuResult, now: number): Advance {
  const confirmed = result.type === "closed" ? result.mids : [];
  const mids = closing.mids.filter((mid) => !confirmed.includes(mid));
  return mids.length === 0 ? settle(closing, now) : nextTry({ ...closing, mids }, now);
}

function looked(closing: Closing, result: SfuResult, now: number): Advance {
  if (result.type !== "looked") return nextTry(closing, now);
  const mids = result.mids.filter((mid) => closing.whole || closing.mids.includes(mid));
  if (mids.length === 0) return settle(closing, now);
  return { ...closing, mids, stage: "closing", until: now + CLOSE_LOST_AFTER_MS };
}

/** What timed out may still happen after the SFU was searched, so a whole session is searched once more, later. */
function settle(closing: Closing, now: number): Advance {
  return closing.whole && closing.attempt === 2 ? nextTry({ ...closing, mids: [] }, now) : "done";
}

/** After the third there is none: what is silent by then the SFU collects by itself. */
function nextTry(closing: Closing, now: number): Advance {
  const until = now + CLOSE_LOST_AFTER_MS;
  if (closing.stage === "later") return { ...closing, stage: "looking", until };
  if (closing.attempt === 1) return { ...closing, attempt: 2, stage: "looking", until };
  if (closing.attempt === 2) return { ...closing, attempt: 3, stage: "later", until: now + CLOSE_LATER_MS };
  return "abandoned";
}

/** Whatever changed to `closing` or `looking` is asked of the SFU now. */
function advanceAll(state: RoomState, advance: (closing: Closing) => Advance): Transition {
  if (state.closing.length === 0) return { state, effects: [] };
  const closing: Closing[] = [];
  const effects: Effect[] = [];
  for (const before of state.closing) {
    const after = advance(before);
    if (after === "done") continue;
    if (after === "abandoned") {
      effects.push(closingAbandoned(before));
      continue;
    }
    closing.push(after);
    if (after !== before) effects.push(...callFor(after));
  }
  return { state: { ...state, closing }, effects };
}

function add(state: RoomState, closing: Closing): Transition {
  return { state: { ...state, closing: [...state.closing, closing] }, effects: callFor(closing) };
}

function callFor({ stage, sfuSessionId, mids }: Closing): Effect[] {
  if (stage === "later") return [];
  return [
    { type: "sfu", call: stage === "looking" ? { op: "look", sfuSessionId } : { op: "close", sfuSessionId, mids } },
  ];
}

function dropOrphans(state: RoomState, { participantId }: Seat, now: number): Transition {
  const { place } = state;
  const seat = seatsOf(place).find((other) => other.participantId === participantId);
  if (place.phase === "resting" || !seat?.media) return { state, effects: [] };
  const orphans = seat.media.pulled.filter(({ trackId }) => !isPublished(place, trackId));
  if (orphans.length === 0) return { state, effects: [] };
  const media = { ...seat.media, pulled: seat.media.pulled.filter((track) => !orphans.includes(track)) };
  const without = { ...state, place: withMedia(place, seat, media) };
  return addClosing(
    without,
    media.sfuSessionId,
    orphans.map(({ mid }) => mid),
    false,
    now,
  );
}

function isPublished(place: Place, trackId: string): boolean {
  return seatsOf(place).some(({ media }) => media?.published.some((track) => track.trackId === trackId));
}

function hasMedia(place: Place, sfuSessionId: string): boolean {
  return holdersOf(place).some(({ media }) => media?.sfuSessionId === sfuSessionId);
}

function seatsOf(place: Place): Seat[] {
  return place.phase === "live" ? place.seats : [];
}

function and(done: Transition, next: Transition): Transition {
  return { state: next.state, effects: [...done.effects, ...next.effects] };
}
