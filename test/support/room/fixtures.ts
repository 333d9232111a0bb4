import type { ChatLine } from "../../../durable-objects/protocol.ts";
import closing from "../../room/fixtures/closing.json" with { type: "json" };
import empty from "../../room/fixtures/empty.json" with { type: "json" };
import ended from "../../room/fixtures/ended.json" with { type: "json" };
import held from "../../room/fixtures/held.json" with { type: "json" };
import live from "../../room/fixtures/live.json" with { type: "json" };
import told from "../../room/fixtures/told.json" with { type: "json" };
import waiting from "../../room/fixtures/waiting.json" with { type: "json" };

/** What an object's storage held at `now`, under the keys `room` (there as JSON), `chat` and `report`. */
export type Fixture = { now: number; room: object | null; chat: ChatLine[] | null; report: object | null };

/** Rooms as 494889b stored them. They are never made anew: what was stored once has to open for good. */
export const FIXTURES = { empty, told, waiting, live, held, closing, ended } as const satisfies Record<string, Fixture>;
export type FixtureName = keyof typeof FIXTURES;
