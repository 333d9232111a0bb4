import { z } from "zod";
import { factory, roomIdOf } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { issuePass } from "./issue-pass.ts";

const passRequest = z.strictObject({
  guestToken: z.string().max(64).optional(),
  inviteId: z.string().max(64).optional(),
  epoch: z.string().max(200).optional(),
});

/** The way into a room: the pass, the socket, and the pages of the call. */
export const roomRoutes = factory.createApp();

roomRoutes.post("/rooms/:appointmentId/pass", async (c) => {
  const parsed = passRequest.safeParse(await c.req.json().catch(() => null));
  if (!parsed.success) throw new Problem(400, "This page is out of date", "Load the page again and press Join.");
  const { deps, school, person, now } = c.var;
  const { guestToken, inviteId, epoch } = parsed.data;
  const request = {
    ...(guestToken === undefined ? {} : { guestToken }),
    ...(inviteId === undefined ? {} : { inviteId }),
    ...(epoch === undefined ? {} : { epoch }),
  };
  c.header("cache-control", "no-store");
  return c.json(
    await issuePass(deps, { schoolId: school.id, appointmentId: c.req.param("appointmentId"), person, request, now }),
  );
});

/** The ticket says who comes, not the cookie: only what the handshake needs goes on to the room. */
roomRoutes.get("/rooms/:appointmentId/socket", async (c) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    throw new Problem(426, "This address is for calls", "Open your video page and press Join.");
  const headers = new Headers({ upgrade: "websocket" });
  const protocols = c.req.header("sec-websocket-protocol");
  if (protocols) headers.set("sec-websocket-protocol", protocols);
  const { deps, school } = c.var;
  return deps.rooms.connect(roomIdOf(school.id, c.req.param("appointmentId")), new Request(c.req.url, { headers }));
});
