import type { SQL } from "drizzle-orm";
import type { EveningId, GuardianId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import type { GivenScope } from "../../db/scope.ts";

/**
 * What a guardian wants booked or moved in one evening, as the booking rules look at it in SQL. `rows` is a query with the columns `id`,
 * `student_id`, `class_id`, `starts_at` and `note`: a row for each appointment.
 */
export type Wish = {
  scope: GivenScope;
  guardianId: Given<GuardianId>;
  eveningId: Given<EveningId>;
  rows: SQL;
};
