import type { Words } from "../../../web/words/words.ts";

/** What went wrong with a mail to a guest, and what whoever invited them can do. */
export type DeliveryFailure = { title: string; words: string };

/** In words; null where nothing can be done. */
export function deliveryFailure(problem: string | null, t: Words): DeliveryFailure | null {
  switch (problem) {
    case "no_such_address":
      return {
        title: t("invites.delivery.noAddress.title"),
        words: t("invites.delivery.noAddress.text"),
      };
    case "mailbox":
      return {
        title: t("invites.delivery.mailbox.title"),
        words: t("invites.delivery.mailbox.text"),
      };
    case "refused":
      return {
        title: t("invites.delivery.refused.title"),
        words: t("invites.delivery.refused.text"),
      };
    case "complained":
      return {
        title: t("invites.delivery.spam.title"),
        words: t("invites.delivery.spam.text"),
      };
    case "inactive_recipient":
      return {
        title: t("invites.delivery.failed.title"),
        words: t("invites.delivery.refusedBefore.text"),
      };
    case "invalid_request":
      return {
        title: t("invites.delivery.failed.title"),
        words: t("invites.delivery.notAccepted.text"),
      };
    case "gave_up":
      return {
        title: t("invites.delivery.failed.title"),
        words: t("invites.delivery.gaveUp.text"),
      };
    default:
      return null;
  }
}
