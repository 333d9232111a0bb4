import { Problem } from "../../http/problem.ts";
import type { Deps, SfuGateway } from "../../ports/deps.ts";
import type { ConnectionCheck, SfuEnd } from "../../rules/connection-check-token.ts";

/** Longer than a check takes on a slow connection, and within the 30 s that the platform lets work go on after an answer. */
export const CHECK_CLOSES_AFTER_MS = 20_000;
const TRACK = "line";
/** The room's calls are answered to somebody; here the answer is at hand. */
const asked = { sessionId: "line", id: 0 };

/** Pushes the page's one track into an SFU session of its own. Answers the SFU's SDP. Throws a Problem where the SFU does not serve. */
export async function startSending(sfu: SfuGateway, sdp: string, mid: string): Promise<{ sdp: string; end: SfuEnd }> {
  const tracks = [{ trackId: TRACK, kind: "video" as const, mid, muted: false }];
  const sfuSessionId = await open(sfu);
  const pushed = await sfu.call({ op: "push", asked, sfuSessionId, sdp, tracks });
  if (pushed.type !== "pushed" || pushed.mids.length === 0) throw unserved();
  return { sdp: pushed.sdp, end: { sfuSessionId, mids: [mid] } };
}

/** Pulls that track back into a second SFU session, as another person would. Answers the SFU's offer. */
export async function startReceiving(sfu: SfuGateway, sends: SfuEnd): Promise<{ sdp: string; end: SfuEnd }> {
  const sfuSessionId = await open(sfu);
  const tracks = [{ trackId: TRACK, sfuSessionId: sends.sfuSessionId }];
  const pulled = await sfu.call({ op: "pull", asked, sfuSessionId, tracks });
  if (pulled.type !== "pulled" || pulled.sdp === null) throw unserved();
  const mids = pulled.tracks.flatMap((track) => ("mid" in track ? [track.mid] : []));
  return { sdp: pulled.sdp, end: { sfuSessionId, mids } };
}

export async function answerCheck(sfu: SfuGateway, receives: SfuEnd, sdp: string): Promise<void> {
  const result = await sfu.call({ op: "answer", asked, sfuSessionId: receives.sfuSessionId, sdp });
  if (result.type !== "answered") throw unserved();
}

/** Closes both ends by force, so that nothing of a check goes on. What cannot be closed now, the SFU collects when it falls silent. */
export async function endCheck(sfu: SfuGateway, { sends, receives }: ConnectionCheck): Promise<void> {
  const ends = [receives, sends].filter((end) => end !== null);
  await Promise.all(ends.map(({ sfuSessionId, mids }) => sfu.call({ op: "close", sfuSessionId, mids })));
}

/** Ends it whatever the page does: a check is no room to stay in. */
export async function endCheckInTime(
  { sfu, clock }: Pick<Deps, "sfu" | "clock">,
  check: ConnectionCheck,
): Promise<void> {
  await clock.wait(CHECK_CLOSES_AFTER_MS);
  await endCheck(sfu, check);
}

async function open(sfu: SfuGateway): Promise<string> {
  const opened = await sfu.call({ op: "open", asked, wish: { op: "pull", trackIds: [] } });
  if (opened.type !== "opened") throw unserved();
  return opened.sfuSessionId;
}

function unserved(): Problem {
  return new Problem(503, "noVideoService");
}
