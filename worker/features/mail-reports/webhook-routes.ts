import { bodyLimit } from "hono/body-limit";
import { deliveryReported } from "../../changes/delivery-reported.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readDeliveryEvent } from "../../rules/delivery-event.ts";
import { hashToken, sameToken } from "../../rules/tokens.ts";

/** A report carries the bounced mail's head at most. */
const MOST_BYTES = 512 * 1024;

/** The name that Postmark is given for the webhook's address, `https://postmark:{password}@…/webhooks/postmark`. */
const USER = "postmark";

/** What Postmark tells of mails that it took, on the platform's own address: one server serves every school. */
export const webhookRoutes = factory
  .createApp()
  .post(
    "/webhooks/postmark",
    bodyLimit({ maxSize: MOST_BYTES, onError: (c) => refuse(c, 413, "That is too long for a report.") }),
    async (c) => {
      if (!(await isPostmark(c))) {
        c.header("www-authenticate", 'Basic realm="webhooks"');
        return refuse(c, 401, "Who is calling?");
      }
      const body: unknown = await c.req.json().catch(() => undefined);
      if (body === undefined) return refuse(c, 400, "This is not JSON.");
      const event = readDeliveryEvent(body);
      // What we have no use for is taken all the same, or it would be sent again for hours.
      if (event) await commit(c.var.deps.db, deliveryReported(c.var.deps.db, event, c.var.now));
      return c.json({ noted: event !== null });
    },
  );

function refuse(c: AppContext, status: 400 | 401 | 413, error: string): Response {
  c.var.deps.log({ level: "warn", event: "webhook_refused", webhook: "postmark", status });
  return c.json({ error }, status);
}

/** Whether the caller knows the password of the configuration; without one nobody does. Compared as hashes, in the same time for any. */
async function isPostmark(c: AppContext): Promise<boolean> {
  const { POSTMARK_WEBHOOK_PASSWORD: password } = c.var.deps.settings;
  const [, given = ""] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  const right = btoa(`${USER}:${password ?? ""}`);
  const same = sameToken(await hashToken(given), await hashToken(right));
  return password !== undefined && same;
}
