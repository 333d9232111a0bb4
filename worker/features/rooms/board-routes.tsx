import { BoardPage } from "../../../web/pages/board-page.tsx";
import { factory } from "../../http/context.ts";
import { eveningOf } from "../../http/office.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { listenerPass, lookAtBoard } from "./board.ts";
import { boardProps } from "./board-page.ts";
import { boardSocketRoutes } from "./board-socket.ts";

/** The evening's live board: its page at the desk, and the socket that staff's pages listen on. */
export const boardRoutes = factory
  .createApp()
  .route("/", boardSocketRoutes)
  .get("/admin/evenings/:id/board", requireRole("admin", "office"), async (c) => {
    const { deps, school } = c.var;
    const found = await eveningOf(c);
    const pass = await listenerPass(scopeOf(c), found.id, signedIn(c));
    const rooms = await lookAtBoard(deps, scopeOf(c), found.id, pass);
    const props = await boardProps(scopeOf(c), school, found, rooms);
    return page(c, <BoardPage {...frameOf(c)} evening={found} props={props} />);
  })
  /** What the page reads again when it is told to; who is where it has heard itself. */
  .get("/admin/evenings/:id/board/records", requireRole("admin", "office"), async (c) => {
    const { school } = c.var;
    c.header("cache-control", "no-store");
    return c.json(await boardProps(scopeOf(c), school, await eveningOf(c), null));
  });
