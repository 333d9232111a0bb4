import { AppointmentRoom as Room, type RoomEnv } from "../../../durable-objects/appointment-room.ts";
import { localRoutes } from "../../../worker/dev/local-routes.ts";
import { createHandler } from "../../../worker/handler.ts";
import { portsGiven } from "../room/test-ports.ts";
import { noNetwork } from "./no-network.ts";

export { EveningBoard } from "../../../durable-objects/evening-board.ts";

/** A local run's entry, but for this: the Worker has no network, and a room takes the ports that a test has given it. */
export default createHandler(localRoutes, { fetch: noNetwork });

export class AppointmentRoom extends Room {
  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env, portsGiven(ctx));
  }
}
