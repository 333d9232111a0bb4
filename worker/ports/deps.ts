import type { ListenerPass, Presence } from "../../durable-objects/board-protocol.ts";
import type { Log } from "../../durable-objects/log.ts";
import type { Facts, PassReply } from "../../durable-objects/protocol.ts";
import type { SfuCall, SfuResult } from "../../durable-objects/room-state.ts";
import type { Database } from "../db/client.ts";
import type { TeacherId } from "../db/ids.ts";
import type { MailGateway } from "./mail.ts";
import type { OpenIdGateway } from "./open-id.ts";
import type { Settings } from "./settings.ts";

/** What the application needs of the world. Tests and other runtimes hand in their own. */
export type World = {
  settings: Settings;
  db: Database;
  rooms: RoomsGateway;
  boards: BoardsGateway;
  mail: MailGateway;
  sfu: SfuGateway;
  turn: TurnGateway;
  openId: OpenIdGateway;
  clock: Clock;
  log: Log;
};

export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves when so many milliseconds have passed. */
  wait(ms: number): Promise<void>;
};

/** What the features are handed: the world, and what follows their commits. */
export type Deps = World & {
  /** Starts what follows a commit, whatever it was of. Neither promise rejects: what fails is logged, and the sweep does it again. */
  afterCommit: AfterCommit;
};

export type AfterCommit = () => {
  /** Rooms and staff's pages have been told of what changed. */
  rooms: Promise<void>;
  /** They have, freed times have been offered to who waits for them, and mail that was due has left. */
  all: Promise<void>;
};

export type RoomsGateway = {
  /** Hands the room the facts; resolves when the room has them. Rejects when it can't be reached. */
  notify(roomId: string, facts: Facts): Promise<void>;
  /** Makes the room forget everything that it stores. Rejects when it can't be reached. */
  forget(roomId: string): Promise<void>;
  /** Forwards the upgrade of a socket. */
  connect(roomId: string, request: Request): Promise<Response>;
};

/** The evenings' boards. Nothing may hang on them: each call may reject. */
export type BoardsGateway = {
  look(boardId: string, pass: ListenerPass): Promise<Presence[]>;
  /** Tells the pages that listen, of these teachers and of the office, that the records have changed. */
  changed(boardId: string, teacherIds: TeacherId[]): Promise<void>;
  /** Opens the socket of a page that may listen as the pass says. */
  connect(boardId: string, pass: ListenerPass): Promise<Response>;
};

/** The Worker's own way to the SFU. */
export type SfuGateway = {
  /** Makes one call and waits no longer than the SFU itself does. Never rejects; what fails has been logged. */
  call(call: SfuCall): Promise<SfuResult>;
};

export type TurnGateway = {
  /** Short-lived addresses for one page; none where no TURN service is configured or it did not answer. Never rejects. */
  iceServers(): Promise<PassReply["iceServers"]>;
};
