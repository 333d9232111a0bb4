import { createHandler } from "./handler.ts";

export { AppointmentRoom } from "../durable-objects/appointment-room.ts";
export { EveningBoard } from "../durable-objects/evening-board.ts";

export default createHandler();
