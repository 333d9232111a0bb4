import { eq } from "drizzle-orm";
import * as z from "zod";
import {
  OperatorLinkPage,
  OperatorLinkSentPage,
  OperatorSignInPage,
  OperatorSpentLinkPage,
} from "../../../web/pages/operator-sign-in-pages.tsx";
import { operatorLinkMade, operatorSignedIn } from "../../changes/operator-sessions.ts";
import { commit } from "../../db/guard.ts";
import { operatorLinks } from "../../db/schema.ts";
import { type AppContext, factory, later } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { limit, limitCaller } from "../../http/rate-limit.ts";
import { page } from "../../http/render.ts";
import { operatorEmail } from "../../mail/operator-email.tsx";
import { foldEmail } from "../../rules/fold.ts";
import { typedAddress } from "../../rules/form-fields.ts";
import { SIGN_IN_LINK_LIFE_MS } from "../../rules/links.ts";
import { checkEmail } from "../../rules/sign-in-form.ts";
import { hashToken, randomToken } from "../../rules/tokens.ts";
import { endSession, isOperator, keepSession, operatorScope, readOperator } from "./operator-session.ts";

const QUARTER_HOUR = 15 * 60_000;
const form = z.object({ email: typedAddress(500) });

/** How operators sign in, on the platform's own address: by a mailed link and a press, as staff do. */
export const operatorSignInRoutes = factory
  .createApp()
  .get("/operator/sign-in", (c) => page(c, <OperatorSignInPage email="" errors={[]} />))
  .post("/operator/sign-in", async (c) => {
    const { email } = await readForm(c, form);
    const errors = checkEmail("email", email, c.var.words);
    if (errors.length > 0) return page(c, <OperatorSignInPage email={email} errors={errors} />, 422);
    const operator = foldEmail(email);
    await limitCaller(c, "operator links", 30, QUARTER_HOUR);
    await limit(c, `operator links to ${operator}`, 5, QUARTER_HOUR);
    // After the answer, so that neither its words nor its time tell whether the address is an operator's.
    if (isOperator(c, operator)) later(c, sendLink(c, operator));
    return c.redirect("/operator/sign-in/sent", 303);
  })
  .get("/operator/sign-in/sent", (c) => page(c, <OperatorLinkSentPage />))
  .get("/operator/sign-in/:token", async (c) => {
    const link = await linkOf(c);
    if (link) return page(c, <OperatorLinkPage action={c.req.path} operator={link.operator} />);
    return page(c, <OperatorSpentLinkPage />, 410);
  })
  .post("/operator/sign-in/:token", async (c) => {
    const link = await linkOf(c);
    if (link && (await signIn(c, link))) return c.redirect("/operator", 303);
    // A second press on the same mail is no mistake.
    if ((await readOperator(c)) !== null) return c.redirect("/operator", 303);
    return page(c, <OperatorSpentLinkPage />, 410);
  })
  .post("/operator/sign-out", async (c) => {
    await endSession(c);
    return c.redirect("/operator/sign-in", 303);
  });

type Link = typeof operatorLinks.$inferSelect;

/** The link of the address, where it can still be used. Looking at it changes nothing: mail scanners open links before people do. */
async function linkOf(c: AppContext): Promise<Link | null> {
  const { deps, now } = c.var;
  const tokenHash = await hashToken(c.req.param("token") ?? "");
  const link = await deps.db.select().from(operatorLinks).where(eq(operatorLinks.tokenHash, tokenHash)).get();
  return link && link.usedAt === null && link.expiresAt > now && isOperator(c, link.operator) ? link : null;
}

function signIn(c: AppContext, link: Link): Promise<boolean> {
  const by = operatorScope(c, link.operator);
  return keepSession(
    c,
    async (session) => (await commit(by.db, operatorSignedIn(by, link.tokenHash, session))) === null,
  );
}

/** The outbox is a school's: this mail goes at once, and who does not get it asks again. */
async function sendLink(c: AppContext, operator: string): Promise<void> {
  const { deps, now, words } = c.var;
  const token = randomToken();
  const by = operatorScope(c, operator);
  const expiresAt = now + SIGN_IN_LINK_LIFE_MS;
  await commit(by.db, operatorLinkMade(by, { tokenHash: await hashToken(token), expiresAt }));
  const url = new URL(`/operator/sign-in/${token}`, deps.settings.PUBLIC_URL).href;
  const email = operatorEmail({ url, minutes: SIGN_IN_LINK_LIFE_MS / 60_000 }, words);
  const id = crypto.randomUUID();
  const mail = { id, schoolSlug: "operators", schoolName: "Parlour", to: operator, ...email };
  const [outcome] = await deps.mail.send([mail]);
  if (outcome?.kind === "sent") return;
  const problem = outcome && "problem" in outcome ? outcome.problem : "unanswered";
  deps.log({ level: "error", event: "operator_link_not_sent", mailId: id, problem });
}
