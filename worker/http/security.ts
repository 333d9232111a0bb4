import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import { factory } from "./context.ts";
import { Problem } from "./problem.ts";

/** A strict policy: nothing inline, nothing from elsewhere; `connect-src` names the socket, which older Safari does not take for 'self'. */
export const headers = factory.createMiddleware(async (c, next): Promise<void> => {
  // The answer to an upgrade comes from the room as it is: its headers can't be changed, and no page will read them.
  if (c.req.header("upgrade")?.toLowerCase() === "websocket") return next();
  const url = new URL(c.req.url);
  const socket = `${url.protocol === "https:" ? "wss" : "ws"}://${url.host}`;
  const middleware = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      mediaSrc: ["'self'", "blob:"],
      connectSrc: ["'self'", socket],
      manifestSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
      baseUri: ["'none'"],
    },
    permissionsPolicy: { camera: ["self"], microphone: ["self"], displayCapture: [], geolocation: [] },
    referrerPolicy: "same-origin",
    // Links with tokens must never be sent to anybody as a referrer; the guest's page tightens this further.
    crossOriginEmbedderPolicy: false,
    ...(url.protocol === "https:" ? {} : { strictTransportSecurity: false }),
  });
  let ownPolicy: string | null = null;
  await middleware(c, async () => {
    await next();
    ownPolicy = c.res.headers.get("content-security-policy");
  });
  // A mail shown in the local tray brings a policy made for mails: their styles are inline.
  if (ownPolicy) c.res.headers.set("content-security-policy", ownPolicy);
});

const formsOnly = csrf();

/** Unsafe methods need our own origin: forms by Hono's middleware, everything else by the same rule here. */
export const sameOrigin = factory.createMiddleware(async (c, next) => {
  // A mail program's one click comes from nowhere, as RFC 8058 has it; the address itself is the proof, and no cookie is read.
  if (c.req.path.startsWith("/reminders/stop/")) return next();
  const origin = c.req.header("origin");
  if (origin && !["GET", "HEAD", "OPTIONS"].includes(c.req.method) && origin !== new URL(c.req.url).origin)
    throw new Problem(403, "otherSite");
  return formsOnly(c, next);
});
