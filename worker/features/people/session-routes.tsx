import * as z from "zod";
import { SessionsPage } from "../../../web/pages/sessions-page.tsx";
import { SignOutPage } from "../../../web/pages/sign-out-page.tsx";
import { everySessionEnded, sessionEnded } from "../../changes/sessions.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { endSession, requireRole, signedIn } from "../../http/sessions.ts";
import { findEvening } from "../../queries/evenings.ts";
import { SESSION_LIMITS } from "../../rules/session-limits.ts";
import { sessionsOf } from "./sign-in-people.ts";

const ending = z.object({
  end: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  all: z.literal("1").optional(),
});
const everybody = () => requireRole("guardian", "teacher", "admin", "office");

/** Where somebody is signed in, and signing out there. */
export const sessionRoutes = factory
  .createApp()
  .get("/account/sessions", everybody(), (c) => showSessions(c))
  .post("/account/sessions", everybody(), async (c) => {
    const { end, all } = await readForm(c, ending);
    if (all) return signOutEverywhere(c);
    const found = (await liveSessions(c)).find(({ tokenHash }) => nameOf(tokenHash) === end);
    const scope = scopeOf(c);
    if (found) await commit(scope.db, sessionEnded(scope, found.tokenHash));
    return c.redirect(`/account/sessions?ended=${found ? "1" : "gone"}`, 303);
  })
  .get("/sign-out", (c) => page(c, <SignOutPage {...frameOf(c)} />))
  .post("/sign-out", async (c) => {
    await endSession(c);
    return c.redirect("/", 303);
  });

async function signOutEverywhere(c: AppContext): Promise<Response> {
  const scope = scopeOf(c);
  await commit(scope.db, everySessionEnded(scope, signedIn(c).id));
  await endSession(c);
  return c.redirect("/sign-out", 303);
}

async function liveSessions(c: AppContext) {
  const { id, role } = signedIn(c);
  const usedSince = c.var.now - SESSION_LIMITS[role].idleMs;
  const all = await sessionsOf(scopeOf(c), id);
  return all.filter(({ seenAt, createdAt }) => Math.max(seenAt, createdAt) > usedSince);
}

async function showSessions(c: AppContext): Promise<Response> {
  const scope = scopeOf(c);
  const found = await liveSessions(c);
  const rows = found.map(async ({ tokenHash, device, createdAt, seenAt, eveningId }) => ({
    ...{ id: nameOf(tokenHash), device, createdAt, seenAt: Math.max(seenAt, createdAt) },
    evening: eveningId && ((await findEvening(scope, eveningId))?.name ?? ""),
    isThis: tokenHash === c.var.session?.tokenHash,
  }));
  const ended = c.req.query("ended") === "1";
  return page(c, <SessionsPage {...frameOf(c)} sessions={await Promise.all(rows)} ended={ended} />);
}

/** As much of a session's hash as tells it from its owner's others. */
function nameOf(tokenHash: string): string {
  return tokenHash.slice(0, 16);
}
