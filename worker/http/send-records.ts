import type { CallRecords } from "../../web/pages/call-props.ts";
import type { AppContext } from "./context.ts";

/** The part of a call's page that it reads again while it is open. */
export function sendRecords(c: AppContext, { appointments }: CallRecords): Response {
  c.header("cache-control", "no-store");
  const records: CallRecords = { appointments };
  return c.json(records);
}
