export const dialog = {
  "manageInvites.link": "Manage Invites",
  "invite.link": "Invite Parent/Guardian",
  "unreachable.error": "We could not reach the school. Check your connection, then press the button again.",
} as const;
