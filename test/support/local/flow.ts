import { setTimeout as sleep } from "node:timers/promises";
import type { DebugTrack } from "./sfu-client.ts";

type DebugSession = { sessionId: string; ended: boolean; tracks: DebugTrack[] };
/** Packets that the SFU took of somebody, sent to them, and dropped of theirs. */
export type Flow = { taken: number; given: number; passedOn: number; dropped: number };

const LOOK_EVERY_MS = 15;

export async function debugSessions(sfu: string): Promise<DebugSession[]> {
  const { sessions } = (await (await fetch(`${new URL(sfu).origin}/debug/sessions`)).json()) as {
    sessions: DebugSession[];
  };
  return sessions;
}

/** The SFU session that publishes a track. */
export async function publisherOf(sfu: string, trackId: string): Promise<string> {
  const sessions = await debugSessions(sfu);
  const found = sessions.find(({ tracks }) =>
    tracks.some(({ location, trackName }) => location === "local" && trackName === trackId),
  );
  return found?.sessionId ?? "";
}

/** What flows through the SFU session that publishes `trackId`, and of that track to everybody else. */
export async function flowOf(sfu: string, trackId: string): Promise<Flow> {
  const sessions = await debugSessions(sfu);
  const isLocal = ({ location }: DebugTrack) => location === "local";
  const own = sessions.find(({ tracks }) => tracks.some((track) => isLocal(track) && track.trackName === trackId));
  const sum = (tracks: DebugTrack[], counter: "packetsIn" | "packetsOut" | "packetsDropped") =>
    tracks.reduce((total, track) => total + track[counter], 0);
  const mine = own?.tracks ?? [];
  const pulled = sessions.flatMap(({ tracks }) => tracks.filter((track) => !isLocal(track)));
  return {
    taken: sum(mine.filter(isLocal), "packetsIn"),
    given: sum(
      mine.filter((track) => !isLocal(track)),
      "packetsOut",
    ),
    passedOn: sum(
      pulled.filter(({ trackName }) => trackName === trackId),
      "packetsOut",
    ),
    dropped: sum(mine.filter(isLocal), "packetsDropped"),
  };
}

/** Looks until `isOver`, and answers when each counter grew last (epoch milliseconds), or 0 where it did not. */
export async function lastGrowth(sfu: string, trackId: string, isOver: () => boolean): Promise<Flow> {
  const grewAt: Flow = { taken: 0, given: 0, passedOn: 0, dropped: 0 };
  let before = await flowOf(sfu, trackId);
  while (!isOver()) {
    await sleep(LOOK_EVERY_MS);
    const now = await flowOf(sfu, trackId);
    for (const counter of Object.keys(grewAt) as (keyof Flow)[]) {
      if (now[counter] > before[counter]) grewAt[counter] = Date.now();
    }
    before = now;
  }
  return grewAt;
}
