import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { sessionEnded, sessionStarted } from "../changes/sessions.ts";
import { commit } from "../db/guard.ts";
import type { PersonId } from "../db/ids.ts";
import type { Role } from "../db/records.ts";
import { hashToken, randomToken } from "../rules/tokens.ts";
import { type AppContext, factory } from "./context.ts";
import { Problem, type ProblemName } from "./problem.ts";
import { scopeOf } from "./scope-of.ts";

const COOKIE = "parlour";
const LIFE_MS = 14 * 24 * 3_600_000;

/** What the database knows this device's session by; null where it shows none. */
export async function sessionOf(c: AppContext): Promise<string | null> {
  const token = getCookie(c, COOKIE, prefix(c));
  return token ? hashToken(token) : null;
}

/** Signs a person in: a fresh session each time, so that a planted cookie is worth nothing. */
export async function startSession(c: AppContext, personId: PersonId): Promise<void> {
  const token = randomToken();
  const scope = scopeOf(c);
  await commit(scope.db, sessionStarted(scope, personId, await hashToken(token), LIFE_MS));
  setCookie(c, COOKIE, token, { ...cookieOptions(c), maxAge: LIFE_MS / 1000 });
}

/** Signs out on this device: the session is gone from the database too. */
export async function endSession(c: AppContext): Promise<void> {
  const tokenHash = await sessionOf(c);
  const scope = scopeOf(c);
  if (tokenHash) await commit(scope.db, sessionEnded(scope, tokenHash));
  deleteCookie(c, COOKIE, cookieOptions(c));
}

/**
 * Only people of these roles pass; others are sent to sign in and come back: to the page, or, where a form was sent, to the page that it is
 * on. Staff of another role, who would be sent round in a circle, are told whose page it is (docs/roles.md).
 */
export const requireRole = (...roles: Role[]) =>
  factory.createMiddleware(async (c, next) => {
    const { person } = c.var;
    if (person && roles.includes(person.role)) return next();
    const door = roles.includes("guardian") ? "/sign-in" : "/staff/sign-in";
    if (person && person.role !== "guardian" && door === "/staff/sign-in")
      throw new Problem(403, whoseIs(roles), doorTo(door, pageOf(c)));
    if (c.req.header("accept")?.includes("application/json")) throw new Problem(401, "signInAgain");
    return askToSignIn(c, door, pageOf(c));
  });

function whoseIs(roles: readonly Role[]): ProblemName {
  if (roles.includes("office")) return "officeOnly";
  return roles.includes("admin") ? "adminOnly" : "teacherOnly";
}

/** To the door, and on to `next`, a path of this site, after it. Whoever pressed something is told that it was not done. */
export function askToSignIn(c: AppContext, door: "/sign-in" | "/staff/sign-in", next: string | null): Response {
  return c.redirect(doorTo(door, next, c.req.method === "GET" ? {} : { unsaved: "1" }), 303);
}

function doorTo(door: "/sign-in" | "/staff/sign-in", next: string | null, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(next ? { next } : {}), ...more });
  return query.size > 0 ? `${door}?${query}` : door;
}

/** The page asked for, or the page of ours that a form was sent from: our policy lets browsers name it. */
function pageOf(c: AppContext): string | null {
  const { origin, pathname, search } = new URL(c.req.url);
  if (c.req.method === "GET") return pathname + search;
  const from = c.req.header("referer") ?? "";
  if (!URL.canParse(from)) return null;
  const page = new URL(from);
  return page.origin === origin ? page.pathname + page.search : null;
}

/** The signed-in person, where a middleware has made sure of one. */
export function signedIn(c: AppContext) {
  const { person } = c.var;
  if (!person) throw new Error("requireRole is missing on this route");
  return person;
}

/** A path on this site to go to after signing in, or `fallback`: never another site's address. */
export function safeNext(next: string | undefined, fallback: string): string {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : fallback;
}

/** `__Host-` needs https, which the local run has not. */
function prefix(c: AppContext): "host" | undefined {
  return c.var.deps.settings.STAGE === "production" ? "host" : undefined;
}

function cookieOptions(c: AppContext) {
  const host = prefix(c);
  return { httpOnly: true, sameSite: "Lax", path: "/", ...(host ? { prefix: host, secure: true } : {}) } as const;
}
