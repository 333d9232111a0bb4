import type { Kind } from "../../../durable-objects/protocol.ts";
import type { RemoteTrack } from "./media-session.ts";

/** One person's media as it arrives. The stream stays the same object while its tracks change, so that a <video> keeps playing. */
export type RemotePerson = { stream: MediaStream; tracks: Partial<Record<Kind, MediaStreamTrack>> };
export type RemotePeople = ReadonlyMap<string, RemotePerson>;

/** The people after the session's tracks have changed; streams are taken over from `before`. */
export function withTracks(before: RemotePeople, arrived: RemoteTrack[]): RemotePeople {
  const after = new Map<string, RemotePerson>();
  for (const { participantId, kind, track } of arrived) {
    const known = after.get(participantId) ?? {
      stream: before.get(participantId)?.stream ?? new MediaStream(),
      tracks: {},
    };
    after.set(participantId, { ...known, tracks: { ...known.tracks, [kind]: track } });
  }
  for (const person of after.values()) fill(person);
  return after;
}

function fill({ stream, tracks }: RemotePerson): void {
  const wanted = Object.values(tracks);
  for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track);
  for (const track of wanted) if (!stream.getTracks().includes(track)) stream.addTrack(track);
}
