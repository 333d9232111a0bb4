import { and, eq, gt } from "drizzle-orm";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { OperatorScope } from "../../changes/operator-audit.ts";
import { operatorSessionEnded, operatorSessionSeen } from "../../changes/operator-sessions.ts";
import { commit } from "../../db/guard.ts";
import { operatorSessions } from "../../db/schema.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { hashToken, randomToken } from "../../rules/tokens.ts";

const COOKIE = "parlour-operator";
const HOUR_MS = 3_600_000;
export const IDLE_MS = HOUR_MS;
export const LIFE_MS = 8 * HOUR_MS;
/** How exactly it is known when a session was last used: not every page writes. */
const SEEN_TO_MS = 60_000;

/** The handle of the signed-in operator's changes, or of whoever is about to sign in. */
export function operatorScope(c: AppContext, operator = c.var.operator): OperatorScope {
  if (operator === undefined) throw new Error("requireOperator is missing on this route");
  return { db: c.var.deps.db, operator, now: c.var.now };
}

/** Whether the address is an operator's: who they are stands in the configuration alone. */
export function isOperator(c: AppContext, address: string): boolean {
  return c.var.deps.settings.OPERATORS.includes(address);
}

/** A fresh session: `start` commits it, and where it says so, the browser keeps its token. */
export async function keepSession(
  c: AppContext,
  start: (session: { tokenHash: string; expiresAt: number }) => Promise<boolean>,
): Promise<boolean> {
  const token = randomToken();
  if (!(await start({ tokenHash: await hashToken(token), expiresAt: c.var.now + LIFE_MS }))) return false;
  setCookie(c, COOKIE, token, { ...cookieOptions(c), maxAge: LIFE_MS / 1000 });
  return true;
}

/** Only operators pass; others are sent to sign in. Whoever has left the configuration is none any more, signed in or not. */
export const requireOperator = factory.createMiddleware(async (c, next) => {
  const operator = await readOperator(c);
  if (operator === null) return c.redirect("/operator/sign-in", 303);
  c.set("operator", operator);
  return next();
});

export async function readOperator(c: AppContext): Promise<string | null> {
  const tokenHash = await hashOf(c);
  if (tokenHash === null) return null;
  const { deps, now } = c.var;
  const session = await deps.db
    .select()
    .from(operatorSessions)
    .where(
      and(
        eq(operatorSessions.tokenHash, tokenHash),
        gt(operatorSessions.expiresAt, now),
        gt(operatorSessions.seenAt, now - IDLE_MS),
      ),
    )
    .get();
  if (!session || !isOperator(c, session.operator)) return null;
  if (session.seenAt < now - SEEN_TO_MS)
    await commit(deps.db, operatorSessionSeen(operatorScope(c, session.operator), tokenHash));
  return session.operator;
}

export async function endSession(c: AppContext): Promise<void> {
  const tokenHash = await hashOf(c);
  if (tokenHash !== null) await commit(c.var.deps.db, operatorSessionEnded(c.var.deps.db, tokenHash));
  deleteCookie(c, COOKIE, cookieOptions(c));
}

async function hashOf(c: AppContext): Promise<string | null> {
  const token = getCookie(c, COOKIE, prefix(c));
  return token ? hashToken(token) : null;
}

/** `__Host-` needs https, which the local run has not. */
function prefix(c: AppContext): "host" | undefined {
  return c.var.deps.settings.STAGE === "production" ? "host" : undefined;
}

function cookieOptions(c: AppContext) {
  const host = prefix(c);
  return { httpOnly: true, sameSite: "Lax", path: "/", ...(host ? { prefix: host, secure: true } : {}) } as const;
}
