import type { Log } from "./log.ts";

/**
 * What an object needs of the world beside its own storage and sockets. The platform constructs objects, so each of them makes
 * those of `platform-ports.ts` itself where it is handed none; a test's subclass hands in its own (docs/decisions/0112).
 */
export type Ports = { clock: Clock; fetch: Fetch; log: Log };

export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** An object has one alarm: this takes the place of the one before. */
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
  /** When the platform last answered a ping on this socket, or null where none came. Epoch milliseconds. */
  lastPing(socket: WebSocket): number | null;
};

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
