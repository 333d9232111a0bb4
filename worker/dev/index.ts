import { createHandler } from "../handler.ts";
import { localRoutes } from "./local-routes.ts";

export { AppointmentRoom } from "../../durable-objects/appointment-room.ts";
export { EveningBoard } from "../../durable-objects/evening-board.ts";

/** The entry of `npm start` and of the tests; a deployment's is worker/index.ts. */
export default createHandler(localRoutes);
