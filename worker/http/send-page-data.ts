import type { CallPageData } from "../../web/pages/call-props.ts";
import type { AppContext } from "./context.ts";

/** The part of a call's page that it reads again while it is open. */
export function sendPageData(c: AppContext, { appointments }: CallPageData): Response {
  c.header("cache-control", "no-store");
  const data: CallPageData = { appointments };
  return c.json(data);
}
