import type { Settings } from "../ports/settings.ts";
import { schoolOrigin } from "./school-origin.ts";

/** The two addresses that an invitation carries. */
export function guestLinks(settings: Pick<Settings, "PUBLIC_URL">, slug: string, inviteId: string, token: string) {
  const origin = schoolOrigin(settings, slug);
  return {
    joinUrl: `${origin}/guests/video/${inviteId}?guestToken=${token}`,
    notMeUrl: `${origin}/guests/not-me/${inviteId}?guestToken=${token}`,
  };
}
