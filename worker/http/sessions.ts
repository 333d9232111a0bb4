import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type SignedInBy, sessionEnded, sessionStarted } from "../changes/sessions.ts";
import { commit } from "../db/guard.ts";
import type { EveningId, PersonId } from "../db/ids.ts";
import type { Role } from "../db/records.ts";
import type { Statement } from "../db/statement.ts";
import { deviceWords } from "../rules/device-words.ts";
import { AFTER_EVENING_MS, SESSION_LIMITS } from "../rules/session-limits.ts";
import { hashToken, randomToken } from "../rules/tokens.ts";
import { type AppContext, factory } from "./context.ts";
import { Problem, type ProblemName } from "./problem.ts";
import { scopeOf } from "./scope-of.ts";

const COOKIE = "parlour";
const MOST_DEVICE = 100;

/** What the database knows this device's session by; null where it shows none. */
export async function sessionOf(c: AppContext): Promise<string | null> {
  const token = getCookie(c, COOKIE, prefix(c));
  return token ? hashToken(token) : null;
}

/** Who signs in, by what, and to what: an evening alone, or everything. */
export type SigningIn = {
  person: { id: PersonId; role: Role };
  by: SignedInBy;
  evening?: { id: EveningId; endsAt: number };
  /** Whether they are told by mail, as by a device that they have not used before. */
  isNew?: boolean;
  /** What is used up by it, in the same batch. */
  spending?: readonly Statement[];
};

/**
 * Signs a person in: a fresh session each time, so that a planted cookie is worth nothing; what the device had before ends. False where what
 * it spends was spent already.
 */
export async function startSession(c: AppContext, signingIn: SigningIn): Promise<boolean> {
  const { person, by, evening, isNew = false, spending = [] } = signingIn;
  const token = randomToken();
  const scope = scopeOf(c);
  const expiresAt = evening ? evening.endsAt + AFTER_EVENING_MS : scope.now + SESSION_LIMITS[person.role].wholeMs;
  const session = {
    ...{ personId: person.id, tokenHash: await hashToken(token), expiresAt, by },
    ...{ eveningId: evening?.id ?? null, replaces: await sessionOf(c), isNew },
    device: deviceWords(c.req.header("user-agent") ?? "").slice(0, MOST_DEVICE),
  };
  const refused = await commit(scope.db, [...spending, ...sessionStarted(scope, session)]);
  if (refused !== null) return false;
  setCookie(c, COOKIE, token, { ...cookieOptions(c), maxAge: Math.max(0, Math.ceil((expiresAt - scope.now) / 1000)) });
  return true;
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
    const door = roles.includes("guardian") ? guardiansDoor(c) : "/staff/sign-in";
    if (person && person.role !== "guardian" && door === "/staff/sign-in")
      throw new Problem(403, whoseIs(roles), doorTo(door, pageOf(c)));
    if (c.req.header("accept")?.includes("application/json")) throw new Problem(401, "signInAgain");
    return askToSignIn(c, door, pageOf(c));
  });

type SignInDoor = "/sign-in" | "/sign-in/again" | "/staff/sign-in";

/** Whoever is signed in to one evening alone is known: one press has a link for everything sent. */
export function guardiansDoor(c: AppContext): SignInDoor {
  return c.var.session?.eveningId ? "/sign-in/again" : "/sign-in";
}

function whoseIs(roles: readonly Role[]): ProblemName {
  if (roles.includes("office")) return "officeOnly";
  return roles.includes("admin") ? "adminOnly" : "teacherOnly";
}

/** To the door, and on to `next`, a path of this site, after it. Whoever pressed something is told that it was not done. */
export function askToSignIn(c: AppContext, door: SignInDoor, next: string | null): Response {
  return c.redirect(doorTo(door, next, c.req.method === "GET" ? {} : { unsaved: "1" }), 303);
}

function doorTo(door: SignInDoor, next: string | null, more: Record<string, string> = {}): string {
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

/** A cookie of ours for whoever is not signed in yet: what it is called, and as safe as the session's. */
export function keepInBrowser(c: AppContext, name: string, value: string, maxAgeMs: number): void {
  setCookie(c, name, value, { ...cookieOptions(c), maxAge: Math.floor(maxAgeMs / 1000) });
}

/** What the browser keeps under the name; null where it shows nothing. */
export function keptInBrowser(c: AppContext, name: string): string | null {
  return getCookie(c, name, prefix(c)) ?? null;
}

/** `__Host-` needs https, which the local run has not. */
function prefix(c: AppContext): "host" | undefined {
  return c.var.deps.settings.STAGE === "production" ? "host" : undefined;
}

function cookieOptions(c: AppContext) {
  const host = prefix(c);
  return { httpOnly: true, sameSite: "Lax", path: "/", ...(host ? { prefix: host, secure: true } : {}) } as const;
}
