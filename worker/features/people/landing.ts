import type { Database } from "../../db/client.ts";
import type { Person } from "../../http/context.ts";
import { peopleStore } from "./people-store.ts";

/** Where a person goes after signing in, when nothing else was asked for. */
export async function landingOf(db: Database, schoolId: string, person: Pick<Person, "id" | "role">): Promise<string> {
  switch (person.role) {
    case "guardian":
      return (await peopleStore(db, schoolId).hasBookings(person.id)) ? "/bookings" : "/";
    case "teacher":
      return "/staff/schedule";
    case "admin":
      return "/admin";
    default:
      return person.role satisfies never;
  }
}
