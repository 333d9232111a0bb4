import type { ChatLine } from "./protocol.ts";
import { type Live, newRoom, type Resting, type RoomState } from "./room-state.ts";

/**
 * The form in which a room is stored. Two promises hold for every change of it (docs/decisions/0113):
 * - what any earlier version has stored can be read, {@link upgrade} brings it up to date;
 * - what is stored now can be read by the version that was deployed before, so that a deployment can be taken back while calls run.
 * So a name changes in two deployments: the first reads both, the second writes the new one.
 */
export const STORED_VERSION = 1;

type Stored = Omit<RoomState, "place"> & { version: number; place: Resting | StoredLive };
/** `line`: the queue, by its name in the stored form. The chat is stored apart (`state-store.ts`). */
type StoredLive = Omit<Live, "queue"> & { line: Live["queue"] };
/** Until 494889b. */
type Unversioned = Omit<Stored, "version">;

/** `json`: what {@link writeState} made, in this version or an earlier one; undefined where nothing was stored. */
export function readState(json: string | undefined, chat: ChatLine[]): RoomState {
  if (json === undefined) return newRoom();
  const { version: _, place, ...rest } = upgrade(JSON.parse(json) as Stored | Unversioned);
  if (place.phase === "resting") return { place, ...rest };
  const { line: queue, ...live } = place;
  return { place: { ...live, queue, chat }, ...rest };
}

/** All of the room but its chat. */
export function writeState({ place, ...rest }: RoomState): string {
  const stored: Stored = {
    version: STORED_VERSION,
    place: place.phase === "live" ? storedLive(place) : place,
    ...rest,
  };
  return JSON.stringify(stored);
}

function storedLive({ queue, ...live }: Live): StoredLive {
  return { ...live, line: queue, chat: [] };
}

/** A higher version than ours is of a deployment that was taken back, which has kept what we read. */
function upgrade(stored: Stored | Unversioned): Stored {
  return "version" in stored ? stored : { version: STORED_VERSION, ...stored };
}
