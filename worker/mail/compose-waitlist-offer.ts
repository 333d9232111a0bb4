import { and, eq } from "drizzle-orm";
import { people, waiting } from "../db/schema.ts";
import { offerUrl } from "../rules/links.ts";
import { readOffer } from "../views/offer.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { waitlistOfferEmail } from "./waitlist-offer-email.tsx";

/** A time that is held for a waitlist entry; not needed once it is taken, given up or over. */
export async function composeWaitlistOffer(
  { deps, scope, school, t }: ComposeFor,
  about: { waitingId: string },
): Promise<Composed> {
  const { db, schoolId } = scope;
  const found = await db
    .select({ entry: waiting, email: people.email })
    .from(waiting)
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, waiting.guardianId)))
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, about.waitingId)))
    .get();
  const offer = found && (await readOffer(scope, found.entry));
  if (!found || offer?.state !== "held") return { kind: "not_needed" };
  const email = waitlistOfferEmail(
    {
      ...offer,
      schoolName: school.name,
      zone: school.zone,
      url: await offerUrl(deps.settings, school, about.waitingId),
    },
    t,
  );
  return { kind: "email", email: { to: found.email, ...email } };
}
