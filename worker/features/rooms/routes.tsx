import * as z from "zod";
import { CallPage } from "../../../web/pages/call-page.tsx";
import type { CallProps } from "../../../web/pages/call-props.ts";
import { CheckPage } from "../../../web/pages/check-page.tsx";
import { NoCallsPage } from "../../../web/pages/no-calls-page.tsx";
import type { Person } from "../../db/records.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { sendPageData } from "../../http/send-page-data.ts";
import { requireRole, safeNext, signedIn } from "../../http/sessions.ts";
import { roomIdOf } from "../../ports/object-ids.ts";
import { guardianCallProps, teacherCallProps } from "../../views/call-props.ts";
import { callEvening } from "./call-evening.ts";
import { connectionCheckRoutes } from "./connection-check-routes.ts";
import { issuePass } from "./issue-pass.ts";

const passRequest = z.strictObject({
  guestToken: z.string().max(64).optional(),
  inviteId: z.string().max(64).optional(),
  epoch: z.string().max(200).optional(),
  ahead: z.boolean().optional(),
});

/** The way into a room: the pass, the socket, and the pages of the call. */
export const roomRoutes = factory.createApp().route("/", connectionCheckRoutes);

roomRoutes.post("/rooms/:appointmentId/pass", async (c) => {
  const parsed = passRequest.safeParse(await c.req.json().catch(() => null));
  if (!parsed.success) throw new Problem(400, "oldCallPage");
  const { deps, person } = c.var;
  const appointmentId = c.req.param("appointmentId");
  c.header("cache-control", "no-store");
  return c.json(await issuePass(deps, { scope: scopeOf(c), appointmentId, person, request: parsed.data }));
});

/** The ticket says who comes, not the cookie: only what the handshake needs goes on to the room. */
roomRoutes.get("/rooms/:appointmentId/socket", async (c) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw new Problem(426, "callsOnly");
  const headers = new Headers({ upgrade: "websocket" });
  const protocols = c.req.header("sec-websocket-protocol");
  if (protocols) headers.set("sec-websocket-protocol", protocols);
  const { deps, school } = c.var;
  return deps.rooms.connect(roomIdOf(school.id, c.req.param("appointmentId")), new Request(c.req.url, { headers }));
});

roomRoutes.get("/video", requireRole("guardian"), (c) => callPage(c, guardianCallProps));
roomRoutes.get("/staff/video", requireRole("teacher"), (c) => callPage(c, teacherCallProps));
roomRoutes.get("/video/records", requireRole("guardian"), (c) => callPageData(c, guardianCallProps));
roomRoutes.get("/staff/video/records", requireRole("teacher"), (c) => callPageData(c, teacherCallProps));

/** Nobody has to sign in to try a camera. The guest's page is come from by its own link, whose token must not be handed on. */
roomRoutes.get("/check", (c) => {
  const { person } = c.var;
  const props = { doneUrl: safeNext(c.req.query("next"), homeOf(person)) };
  return page(c, <CheckPage {...frameOf(c)} props={props} />);
});

function homeOf(person: Person | null): string {
  if (person?.role === "guardian") return "/bookings";
  return person?.role === "teacher" ? "/staff/schedule" : "/";
}

async function callPage(c: AppContext, propsFor: typeof guardianCallProps): Promise<Response> {
  const props = await propsOf(c, propsFor);
  if (!props && c.req.query("evening") !== undefined) throw notFound();
  return page(c, props ? <CallPage {...frameOf(c)} props={props} /> : <NoCallsPage {...frameOf(c)} />);
}

/** What an open page reads again: an empty list tells it that the last appointment has gone from it. */
async function callPageData(c: AppContext, propsFor: typeof guardianCallProps): Promise<Response> {
  const props = await propsOf(c, propsFor);
  return sendPageData(c, props ?? { appointments: [] });
}

async function propsOf(c: AppContext, propsFor: typeof guardianCallProps): Promise<CallProps | null> {
  const { school } = c.var;
  const person = signedIn(c);
  const evening = await callEvening(scopeOf(c), person, c.req.query("evening"));
  return evening ? propsFor(scopeOf(c), school, evening, person) : null;
}
