import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { Person } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import { hasBookings } from "./sign-in-people.ts";

/** Where a person goes after signing in, when nothing else was asked for. */
export async function landingOf(scope: Scope, person: Pick<Person, "id" | "role">): Promise<string> {
  switch (person.role) {
    case "guardian":
      return (await hasBookings(scope, person.id)) ? "/bookings" : "/";
    case "teacher":
      return "/staff/schedule";
    case "admin":
    case "office":
      return "/admin";
    default:
      return assertNever(person.role);
  }
}
