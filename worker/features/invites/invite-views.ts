import type { InviteFormProps } from "../../../web/pages/invite-form-page.tsx";
import type { ManageInvitesProps } from "../../../web/pages/manage-invites-page.tsx";
import type { Words } from "../../../web/words/words.ts";
import { deliveryFailure } from "./delivery-words.ts";
import type { GuardianInvites } from "./guardian-invites.ts";
import { blockedWords, canInvite, type InviteForm } from "./invite-rules.ts";

/** What the form shows: as it was sent, or fresh with nothing ticked but an only student. */
export function formView(
  guardianInvites: GuardianInvites,
  sent: InviteForm | undefined,
  t: Words,
): Pick<InviteFormProps, "name" | "email" | "consent" | "students" | "invited" | "wrong"> {
  return {
    name: sent?.name ?? "",
    email: sent?.email ?? "",
    consent: sent?.consent ?? false,
    students: guardianInvites.choices.map(({ id, name, state }) => ({
      id,
      name,
      chosen: sent?.studentIds.includes(id) ?? false,
      blocked: state.kind === "free" ? null : blockedWords(state, t),
    })),
    invited: guardianInvites.invites.length > 0,
    wrong: guardianInvites.wrong,
  };
}

/** What Manage Invites shows. */
export function manageView(
  guardianInvites: GuardianInvites,
  over: boolean,
  t: Words,
): Pick<ManageInvitesProps, "invites" | "wrong" | "next"> {
  return {
    invites: guardianInvites.invites.map(({ problem, ...invite }) => ({
      ...invite,
      notDelivered: deliveryFailure(problem, t),
      mailId: crypto.randomUUID(),
    })),
    wrong: guardianInvites.wrong,
    next: nextInvite(guardianInvites, over, t),
  };
}

function nextInvite(guardianInvites: GuardianInvites, over: boolean, t: Words): ManageInvitesProps["next"] {
  if (over) return { kind: "over" };
  if (canInvite(guardianInvites.choices)) return { kind: "can" };
  const reasons = guardianInvites.choices.flatMap(({ name, state }) =>
    state.kind === "not_allowed" ? [t("invites.manage.new.noGuests.text", { name })] : [],
  );
  return { kind: "none_left", reasons };
}
