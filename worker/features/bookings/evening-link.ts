import type { EveningLink } from "../../../web/pages/bookings-page.tsx";
import type { Evening } from "../../queries/booking-grid.ts";

/** An evening, as a list of evenings names it. */
export function linkOf({ id, name, startsAt }: Pick<Evening, "id" | "name" | "startsAt">): EveningLink {
  return { id, name, startsAt };
}
