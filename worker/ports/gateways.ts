import { LISTENER_HEADER, type ListenerPass } from "../../durable-objects/board-protocol.ts";
import { within } from "../../durable-objects/object-names.ts";
import type { BoardsGateway, RoomsGateway } from "./deps.ts";

type Namespaces = Pick<Cloudflare.Env, "ROOMS" | "BOARDS">;

/** The ways to the objects. A stub that has thrown once is broken for good, so each call takes a new one. */
export function gatewaysOf(env: Namespaces, settings: { JURISDICTION?: "eu" | undefined }) {
  return {
    rooms: roomsOf(within(env.ROOMS, settings.JURISDICTION)),
    boards: boardsOf(within(env.BOARDS, settings.JURISDICTION)),
  };
}

function roomsOf(namespace: Namespaces["ROOMS"]): RoomsGateway {
  return {
    async notify(roomId, facts) {
      await namespace.getByName(roomId).notify(facts);
    },
    async forget(roomId) {
      await namespace.getByName(roomId).forget();
    },
    connect(roomId, request) {
      return namespace.getByName(roomId).fetch(request);
    },
  };
}

function boardsOf(namespace: Namespaces["BOARDS"]): BoardsGateway {
  return {
    look: (boardId, pass) => namespace.getByName(boardId).look(pass),
    async changed(boardId, teacherIds) {
      await namespace.getByName(boardId).changed(teacherIds);
    },
    connect(boardId, pass) {
      // A request of our own: nothing of the page's, so that no header of it can be taken for the pass.
      const headers = { upgrade: "websocket", [LISTENER_HEADER]: headerOf(pass) };
      return namespace.getByName(boardId).fetch("https://board/socket", { headers });
    },
  };
}

/** Headers take ASCII, and ids come from the school's records. */
function headerOf(pass: ListenerPass): string {
  return encodeURIComponent(JSON.stringify(pass));
}
