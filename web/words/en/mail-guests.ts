/** The letters to invited guests. */
export const mailGuests = {
  invitation: "Video Call Invitation",
  invitationSubject: "Video Call Invitation: {evening}",
  invited: "You have been invited by {by} to appointments which take place by video call.",
  click: "Click the button below to join the video call on the day, or to test your camera/microphone at any time:",
  open: "Open this link to join the video call on the day, or to test your camera/microphone at any time:",
  follow: "The appointments are as follows:",
  none: "There are no appointments yet. Your page shows each one as soon as it is booked.",
  alone:
    "<strong>This link is for you alone.</strong> If somebody else joins with it, you lose your place in the call. Please do not pass it on.",
  sameAndAlone:
    "Your link stays the same. <strong>This link is for you alone.</strong> If somebody else joins with it, you lose your place in the call. Please do not pass it on.",
  why: "You get this e-mail because {by} gave the school your name and email, and agreed to share their name, the students’ names and this list with you. The school deletes your details {days, plural, one {# day} other {# days}} after the evening.",
  notMe: "This isn’t me",
  previewNone: "{by} has invited you to video appointments.",
  preview: "{by} has invited you to {n, plural, one {# video appointment} other {# video appointments}}, from {time}.",
  previewOn:
    "{by} has invited you to {n, plural, one {# video appointment} other {# video appointments}} on {day}, from {time}.",
  changed: "Appointments changed",
  changedSubject: "Appointments changed: {evening}",
  changedLead:
    "{n, plural, one {# thing has} other {# things have}} changed in the video appointments that {by} invited you to.",
  changedNow: "The appointments are now as follows:",
  changedNone: "There are no appointments now. Your page shows each one as soon as it is booked.",
  withdrawn: "This invitation was withdrawn",
  withdrawnSubject: "Invitation withdrawn: {evening}",
  takenBack: "The invitation that {by} gave you to video appointments was taken back.",
  studentLeft:
    "The student that {by} invited you for no longer takes part in this evening, so your invitation has ended.",
  linkDead: "The link in your earlier e-mail no longer works, and you don’t have to do anything.",
  surprise: "If this is a surprise, please speak to {by}.",
  deleted: "The school deletes your details {days, plural, one {# day} other {# days}} after the evening.",
  reminder: "{day, select, Today {Today} other {Tomorrow}}: {evening}",
  reminderLead:
    "{day, select, Today {Today} other {Tomorrow}} you are invited by {by} to {n, plural, one {# video appointment} other {# video appointments}}.",
  reminderClick:
    "Your page has everything: join from it a few minutes early, or check your camera and microphone on it now.",
} as const;
