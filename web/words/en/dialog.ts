export const dialog = {
  manageInvites: "Manage Invites",
  inviteParentGuardian: "Invite Parent/Guardian",
  unreachable: "We could not reach the school. Check your connection, then press the button again.",
} as const;
