import { AppointmentRoom as Room, type RoomEnv } from "../../../durable-objects/appointment-room.ts";
import { portsGiven } from "../room/test-ports.ts";

export { default, EveningBoard } from "../../../worker/dev/index.ts";

/** The product's entry, but for this: a room takes the ports that a test has given it. */
export class AppointmentRoom extends Room {
  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env, portsGiven(ctx));
  }
}
