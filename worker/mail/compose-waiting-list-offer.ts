import { and, eq } from "drizzle-orm";
import { people, waiting } from "../db/schema.ts";
import { offerUrl } from "../rules/links.ts";
import { readOffer } from "../views/offer.ts";
import type { Composed, ComposeFor } from "./compose-mail.ts";
import { waitingListOfferLetter } from "./waiting-list-offer-letter.tsx";

/** A time that is held for somebody in line; not needed once it is taken, given up or over. */
export async function composeWaitingListOffer(
  { deps, scope, school, t }: ComposeFor,
  about: { waitingId: string },
): Promise<Composed> {
  const { db, settings } = deps;
  const found = await db
    .select({ place: waiting, email: people.email })
    .from(waiting)
    .innerJoin(people, and(eq(people.schoolId, school.id), eq(people.id, waiting.guardianId)))
    .where(and(eq(waiting.schoolId, school.id), eq(waiting.id, about.waitingId)))
    .get();
  const offer = found && (await readOffer(scope, found.place));
  if (!found || offer?.state !== "held") return { kind: "not_needed" };
  const letter = waitingListOfferLetter(
    {
      ...offer,
      schoolName: school.name,
      zone: school.zone,
      url: await offerUrl(settings, school, about.waitingId),
    },
    t,
  );
  return { kind: "letter", letter: { to: found.email, ...letter } };
}
