import { DurableObject } from "cloudflare:workers";
import { AppointmentRoom } from "../../durable-objects/appointment-room.ts";
import { EveningBoard } from "../../durable-objects/evening-board.ts";

export { AppointmentRoom, EveningBoard };

type Env = { ROOMS: DurableObjectNamespace<AppointmentRoom>; BARE: DurableObjectNamespace<BareRoom> };

/** The least that an object with a hibernating socket does: upgrades, writes one row, echoes and closes. */
export class BareRoom extends DurableObject {
  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.ctx.storage.kv.put("row", Date.now());
    return new Response(null, { status: 101, webSocket: client, headers: { "Sec-WebSocket-Protocol": "parlour" } });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    socket.send(data);
    socket.close(1000, "done");
  }
}

/** `/bare/{name}` and `/rooms/{name}`, so that both are reached in the same way. */
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const [, kind, name = ""] = new URL(request.url).pathname.split("/");
    return kind === "bare" ? env.BARE.getByName(name).fetch(request) : env.ROOMS.getByName(name).fetch(request);
  },
};
