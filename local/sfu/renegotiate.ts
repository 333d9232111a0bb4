import { attach } from "./forward.ts";
import { applyAnswer } from "./negotiate.ts";
import { needSdp, type RenegotiateBody } from "./requests.ts";
import type { Session } from "./session.ts";

/** Takes the browser's answer to the SFU's offer; from here on the pulled tracks' packets flow. */
export async function renegotiate(session: Session, body: RenegotiateBody): Promise<Record<string, never>> {
  await applyAnswer(session, needSdp(body.sessionDescription, "answer"));
  for (const track of session.tracks.values()) {
    if (track.location !== "remote" || track.answered || track.closed) continue;
    track.answered = true;
    if (track.source) attach(track, track.source);
  }
  return {};
}
