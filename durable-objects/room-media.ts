import { assertNever } from "./assert-never.ts";
import { type RequestErrorCode, type ServerMessage, WARM_BEFORE_MS } from "./protocol.ts";
import { addClosing, answeredClosing, lookAndClose } from "./room-closing.ts";
import { messageIgnored } from "./room-log.ts";
import {
  type Asked,
  type Holder,
  holderOf,
  type Live,
  type Media,
  type MediaRequest,
  type Published,
  type Request,
  type RoomEvent,
  type RoomState,
  type Seat,
  type SfuCall,
  type SfuFailure,
  type SfuRequest,
  type SfuResult,
  type Source,
  seatOf,
  type Transition,
  type Wish,
  withMedia,
} from "./room-state.ts";

/** A page has a camera, a microphone, and perhaps a shared screen with sound. */
export const MAX_PUBLISHED = 4;
/** Three others, each with {@link MAX_PUBLISHED}, and some to spare while they publish anew. */
export const MAX_PULLED = 16;
/** Longer than the shell's patience with the SFU (`sfu.ts`): a reply that is later than this is none. */
export const REPLY_LOST_AFTER_MS = 7_000;

/**
 * A page asks for media. Only a seat may, only for its own SFU session, and only for what this room publishes; who waits may
 * publish shortly before the opening, for nobody until they are seated.
 */
export function requested(state: RoomState, sessionId: string, request: MediaRequest, now: number): Transition {
  const { place } = state;
  const holder = holderOf(place, sessionId);
  if (place.phase === "resting" || !holder) return { state, effects: [] };
  if (request.type === "mute") return { state: mute(state, place, holder, request), effects: [] };
  const asked = { sessionId, id: request.id };
  const seat = seatOf(place, sessionId);
  if (!seat && !mayWarm(place, request, now)) return refuse(state, asked, "no_seat");
  if (request.type === "unpull") return unpull(state, place, holder, asked, request.mids, now);
  // The SFU refuses overlapping negotiations of one session; the page sends the next when this one is answered.
  if (state.requests.some((other) => other.asked.sessionId === sessionId)) {
    return refuse(state, asked, "media_unavailable", true);
  }
  switch (request.type) {
    case "publish":
      return publish(state, place, holder, asked, request, now);
    case "pull":
      return seat ? pull(state, place, seat, asked, request.trackIds, now) : refuse(state, asked, "no_seat");
    case "answer":
      return inSession(
        state,
        holder,
        asked,
        (sfuSessionId) => ({ op: "answer", asked, sfuSessionId, sdp: request.sdp }),
        now,
      );
    case "check":
      return inSession(state, holder, asked, (sfuSessionId) => ({ op: "check", asked, sfuSessionId }), now);
    default:
      return assertNever(request);
  }
}

/** A message that the room does not understand changes nothing. Where it has a number, its page does not wait for the answer in vain. */
export function ignored(state: RoomState, event: RoomEvent & { type: "unreadable" }): Transition {
  const { sessionId, id } = event;
  if (!holderOf(state.place, sessionId)) return { state, effects: [] };
  const answer = id === null ? [] : refuse(state, { sessionId, id }, "bad_request").effects;
  return { state, effects: [messageIgnored(event), ...answer] };
}

function mayWarm({ facts }: Live, { type }: MediaRequest, now: number): boolean {
  return (type === "publish" || type === "check") && now >= facts.opensAt - WARM_BEFORE_MS;
}

/** The SFU has answered. The world may have moved on: whoever asked is looked for again, and what nobody claims is closed. */
export function replied(state: RoomState, call: SfuCall, result: SfuResult, now: number): Transition {
  if (call.op === "close" || call.op === "look") return answeredClosing(state, call, result, now);
  const sfuSessionId = call.op === "open" ? null : call.sfuSessionId;
  const request = state.requests.find(
    (other) => isSame(other.asked, call.asked) && other.sfuSessionId === sfuSessionId,
  );
  const rest = { ...state, requests: state.requests.filter((other) => other !== request) };
  if (result.type === "failed") return request ? fail(rest, request, result.how, now) : { state, effects: [] };
  const claim = request && claimOf(rest, request);
  if (!claim) return closeUnclaimed(rest, call, result, now);
  if (call.op === "open" && result.type === "opened") return opened(rest, claim, call, result.sfuSessionId, now);
  if (call.op === "push" && result.type === "pushed") return pushed(rest, claim, call, result);
  if (call.op === "pull" && result.type === "pulled") return pulled(rest, claim, call, result);
  if ((call.op === "answer" || call.op === "check") && result.type === "answered")
    return tellAsker(rest, call.asked, { type: "done", id: call.asked.id });
  return fail(rest, request, "unsure", now);
}

/** A reply that never came counts as a failure that may have happened all the same. */
export function settleLateRequests(state: RoomState, now: number): Transition {
  const late = state.requests.filter((request) => request.until <= now);
  if (late.length === 0) return { state, effects: [] };
  const rest = { ...state, requests: state.requests.filter((request) => request.until > now) };
  return late.reduce<Transition>(
    (done, request) => {
      const next = fail(done.state, request, "unsure", now);
      return { state: next.state, effects: [...done.effects, ...next.effects] };
    },
    { state: rest, effects: [] },
  );
}

type Claim = { live: Live; holder: Holder; media: Media | null };

function publish(
  state: RoomState,
  live: Live,
  holder: Holder,
  asked: Asked,
  request: MediaRequest & { type: "publish" },
  now: number,
): Transition {
  const tracks = request.tracks.map(({ kind, mid }): Published => {
    // Unique for good: one session numbers its requests, and the SFU's names are ours alone.
    return { trackId: `${asked.sessionId}.${asked.id}.${mid}`, kind, mid, muted: false };
  });
  const published = holder.media?.published ?? [];
  const isAnew = tracks.some(({ mid }) =>
    [...published, ...(holder.media?.pulled ?? [])].some((track) => track.mid === mid),
  );
  const wish: Wish = { op: "push", sdp: request.sdp, tracks };
  if ((isAnew ? 0 : published.length) + tracks.length > MAX_PUBLISHED) return refuse(state, asked, "bad_request");
  if (!isAnew) return ask(state, holder.media, asked, wish, now);
  // A new peer connection numbers its mids from the start; its SFU session has to be new too.
  return ask({ ...state, place: withMedia(live, holder, null) }, null, asked, wish, now);
}

function pull(state: RoomState, live: Live, seat: Seat, asked: Asked, trackIds: string[], now: number): Transition {
  if (!sourcesOf(live, seat, trackIds)) return refuse(state, asked, "unknown_track");
  const count = (seat.media?.pulled.length ?? 0) + trackIds.length;
  if (count > MAX_PULLED) return refuse(state, asked, "bad_request");
  return ask(state, seat.media, asked, { op: "pull", trackIds }, now);
}

function inSession(
  state: RoomState,
  { media }: Holder,
  asked: Asked,
  call: (sfuSessionId: string) => SfuRequest,
  now: number,
): Transition {
  return media ? send(state, call(media.sfuSessionId), now) : refuse(state, asked, "media_session_lost");
}

function unpull(state: RoomState, live: Live, holder: Holder, asked: Asked, mids: string[], now: number): Transition {
  const done = tellAsker(state, asked, { type: "done", id: asked.id });
  const own = holder.media?.pulled.filter(({ mid }) => mids.includes(mid)) ?? [];
  if (!holder.media || own.length === 0) return done; // the room closed them itself when their publisher went
  const media = { ...holder.media, pulled: holder.media.pulled.filter((track) => !own.includes(track)) };
  const without = { ...state, place: withMedia(live, holder, media) };
  const closing = addClosing(
    without,
    media.sfuSessionId,
    own.map(({ mid }) => mid),
    false,
    now,
  );
  return { state: closing.state, effects: [...closing.effects, ...done.effects] };
}

function mute(
  state: RoomState,
  live: Live,
  holder: Holder,
  { trackId, muted }: MediaRequest & { type: "mute" },
): RoomState {
  if (!holder.media?.published.some((track) => track.trackId === trackId)) return state;
  const published = holder.media.published.map((track) => (track.trackId === trackId ? { ...track, muted } : track));
  return { ...state, place: withMedia(live, holder, { ...holder.media, published }) };
}

/** Asks the SFU in the seat's own session, which is opened first where there is none. */
function ask(state: RoomState, media: Media | null, asked: Asked, wish: Wish, now: number): Transition {
  if (!media) return send(state, { op: "open", asked, wish }, now);
  const { sfuSessionId } = media;
  if (wish.op === "push") return send(state, { ...wish, asked, sfuSessionId }, now);
  const seat = seatOf(state.place, asked.sessionId);
  const tracks = state.place.phase === "live" && seat ? sourcesOf(state.place, seat, wish.trackIds) : null;
  if (!tracks) return refuse(state, asked, "unknown_track");
  return send(state, { op: "pull", asked, sfuSessionId, tracks }, now);
}

function send(state: RoomState, call: SfuRequest, now: number): Transition {
  const request: Request = {
    op: call.op,
    asked: call.asked,
    sfuSessionId: call.op === "open" ? null : call.sfuSessionId,
    until: now + REPLY_LOST_AFTER_MS,
  };
  return { state: { ...state, requests: [...state.requests, request] }, effects: [{ type: "sfu", call }] };
}

/** Where each track comes from, or null if one of them is nobody else's in this room. */
function sourcesOf(live: Live, own: Seat, trackIds: string[]): Source[] | null {
  const sources = trackIds.flatMap((trackId) => {
    const from = live.seats.find(
      (seat) => seat !== own && seat.media?.published.some((track) => track.trackId === trackId),
    );
    return from?.media ? [{ trackId, sfuSessionId: from.media.sfuSessionId }] : [];
  });
  return sources.length === trackIds.length ? sources : null;
}

/** Whoever still waits for this reply. They ask one thing at a time, so their SFU session is the one that they asked in. */
function claimOf(state: RoomState, { asked }: Request): Claim | undefined {
  const holder = holderOf(state.place, asked.sessionId);
  return state.place.phase === "live" && holder ? { live: state.place, holder, media: holder.media } : undefined;
}

function opened(
  state: RoomState,
  { live, holder }: Claim,
  call: SfuCall & { op: "open" },
  sfuSessionId: string,
  now: number,
): Transition {
  const media: Media = { sfuSessionId, published: [], pulled: [] };
  return ask({ ...state, place: withMedia(live, holder, media) }, media, call.asked, call.wish, now);
}

function pushed(
  state: RoomState,
  { live, holder, media }: Claim,
  call: SfuCall & { op: "push" },
  { sdp, mids }: SfuResult & { type: "pushed" },
): Transition {
  const fresh = call.tracks.filter(({ mid }) => mids.includes(mid));
  if (!media || fresh.length === 0) return refuse(state, call.asked, "bad_request");
  const place = withMedia(live, holder, { ...media, published: [...media.published, ...fresh] });
  const tracks = fresh.map(({ mid, trackId }) => ({ mid, trackId }));
  return tellAsker({ ...state, place }, call.asked, { type: "published", id: call.asked.id, sdp, tracks });
}

function pulled(
  state: RoomState,
  { live, holder, media }: Claim,
  call: SfuCall & { op: "pull" },
  { sdp, tracks }: SfuResult & { type: "pulled" },
): Transition {
  if (!media) return { state, effects: [] };
  const fresh = tracks.flatMap((track) => ("mid" in track ? [track] : []));
  const place = withMedia(live, holder, { ...media, pulled: [...media.pulled, ...fresh] });
  const message = { type: "pulled" as const, id: call.asked.id, tracks, ...(sdp === null ? {} : { sdp }) };
  return tellAsker({ ...state, place }, call.asked, message);
}

/** Where it is unsure what the SFU did, that SFU session is given up and searched for what is active in it. */
function fail(state: RoomState, request: Request, how: SfuFailure, now: number): Transition {
  const { op, asked, sfuSessionId } = request;
  const claim = claimOf(state, request);
  // A question that went unanswered has changed nothing.
  const isLost = sfuSessionId !== null && (how === "gone" || (how === "unsure" && op !== "check"));
  if (!claim) return isLost && how === "unsure" ? lookAndClose(state, sfuSessionId, now) : { state, effects: [] };
  if (!isLost) {
    return how === "refused" ? refuse(state, asked, "bad_request") : refuse(state, asked, "media_unavailable", true);
  }
  const place = withMedia(claim.live, claim.holder, null);
  const closing = lookAndClose({ ...state, place }, sfuSessionId, now);
  const told = refuse(closing.state, asked, "media_session_lost", true);
  return { state: told.state, effects: [...closing.effects, ...told.effects] };
}

function closeUnclaimed(state: RoomState, call: SfuCall, result: SfuResult, now: number): Transition {
  if (call.op === "push" && result.type === "pushed")
    return addClosing(state, call.sfuSessionId, result.mids, false, now);
  if (call.op === "pull" && result.type === "pulled") {
    const mids = result.tracks.flatMap((track) => ("mid" in track ? [track.mid] : []));
    return addClosing(state, call.sfuSessionId, mids, false, now);
  }
  return { state, effects: [] }; // an SFU session without tracks carries nothing, and expires by itself
}

function refuse(state: RoomState, { sessionId, id }: Asked, code: RequestErrorCode, retry = false): Transition {
  return tellAsker(state, { sessionId, id }, { type: "failed", id, code, retry });
}

function tellAsker(state: RoomState, { sessionId }: Asked, message: ServerMessage): Transition {
  return { state, effects: [{ type: "tell", sessionId, message }] };
}

function isSame(one: Asked, other: Asked): boolean {
  return one.sessionId === other.sessionId && one.id === other.id;
}
