import * as z from "zod";
import { ApiError, invalidDescription, invalidParams } from "./errors.ts";

/** The bodies that the Calls API takes. Fields of the real API that mean nothing to one machine are ignored. */
const Description = z.object({ type: z.enum(["offer", "answer"]), sdp: z.string() });
const Simulcast = z.object({ preferredRid: z.string().optional() });
const Track = z.object({
  location: z.enum(["local", "remote"]).optional(),
  mid: z.string().optional(),
  trackName: z.string().optional(),
  sessionId: z.string().optional(),
  simulcast: Simulcast.optional(),
});
const Tracks = z.array(Track);

export const NewSessionBody = z.object({ sessionDescription: Description.optional() });
export const NewTracksBody = z.object({
  sessionDescription: Description.optional(),
  tracks: Tracks.optional(),
  autoDiscover: z.boolean().optional(),
});
export const RenegotiateBody = z.object({ sessionDescription: Description });
export const CloseTracksBody = z.object({
  tracks: z.array(z.object({ mid: z.string() })),
  force: z.boolean(),
  sessionDescription: Description.optional(),
});
/** Of the local SFU alone: see `packet-loss.ts`. */
export const PacketLossBody = z.object({ lostShare: z.number().min(0).max(1) });
export const UpdateTracksBody = z.object({ tracks: Tracks });

export type Description = z.infer<typeof Description>;
export type TrackRequest = z.infer<typeof Track>;
export type NewTracksBody = z.infer<typeof NewTracksBody>;
export type RenegotiateBody = z.infer<typeof RenegotiateBody>;
export type CloseTracksBody = z.infer<typeof CloseTracksBody>;
export type UpdateTracksBody = z.infer<typeof UpdateTracksBody>;

/** Cloudflare's limit for one call. */
const MAX_TRACKS = 64;

/** The body, checked. Throws `decoding_error` where it has not the operation's shape. */
export function decode<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new ApiError(400, "decoding_error", problems.join("; "));
}

/** Throws `invalid_params` for an empty list or one over the limit of a call. */
export function checkTrackCount(tracks: readonly unknown[]): void {
  if (tracks.length === 0) throw invalidParams("At least one track is needed");
  if (tracks.length > MAX_TRACKS) throw invalidParams(`At most ${MAX_TRACKS} tracks fit in one call`);
}

/** The description's SDP. Throws `invalid_params` where it is missing, `invalid_session_description` where it is of the other type. */
export function needSdp(description: Description | undefined, type: Description["type"]): string {
  if (!description) throw invalidParams(`A sessionDescription of type ${type} is needed`);
  if (description.type !== type) throw invalidDescription(`The sessionDescription must be of type ${type}`);
  return description.sdp;
}
