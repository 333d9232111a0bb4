/** The emails to invited guests. */
export const mailGuests = {
  "invitation.title": "Video Call Invitation",
  "invitation.subject": "Video Call Invitation: {evening}",
  "invitation.text": "You have been invited by {by} to appointments which take place by video call.",
  "invitation.click.text":
    "Click the button below to join the video call on the day, or to test your camera/microphone at any time:",
  "invitation.open.text":
    "Open this link to join the video call on the day, or to test your camera/microphone at any time:",
  "appointments.text": "The appointments are as follows:",
  "appointments.none.text": "There are no appointments yet. Your page shows each one as soon as it is booked.",
  "alone.text":
    "<strong>This link is for you alone.</strong> If somebody else joins with it, you lose your place in the call. Please do not pass it on.",
  "changed.title": "Appointments changed",
  "changed.subject": "Appointments changed: {evening}",
  "changed.text":
    "{n, plural, one {# thing has} other {# things have}} changed in the video appointments that {by} invited you to.",
  "changed.alone.text":
    "Your link stays the same. <strong>This link is for you alone.</strong> If somebody else joins with it, you lose your place in the call. Please do not pass it on.",
  "changed.appointments.text": "The appointments are now as follows:",
  "changed.appointments.none.text": "There are no appointments now. Your page shows each one as soon as it is booked.",
  "why.text":
    "You get this e-mail because {by} gave the school your name and email, and agreed to share their name, the students’ names and this list with you. The school deletes your details {days, plural, one {# day} other {# days}} after the evening.",
  "notMe.link": "This isn’t me",
  "preview.text":
    "{by} has invited you to {n, plural, one {# video appointment} other {# video appointments}}, from {time}.",
  "preview.none.text": "{by} has invited you to video appointments.",
  "preview.oneDay.text":
    "{by} has invited you to {n, plural, one {# video appointment} other {# video appointments}} on {day}, from {time}.",
  "withdrawn.title": "This invitation was withdrawn",
  "withdrawn.subject": "Invitation withdrawn: {evening}",
  "withdrawn.removed.text": "The invitation that {by} gave you to video appointments was taken back.",
  "withdrawn.studentLeft.text":
    "The student that {by} invited you for no longer takes part in this evening, so your invitation has ended.",
  "withdrawn.link.text": "The link in your earlier e-mail no longer works, and you don’t have to do anything.",
  "withdrawn.surprise.text": "If this is a surprise, please speak to {by}.",
  "withdrawn.retention.text":
    "The school deletes your details {days, plural, one {# day} other {# days}} after the evening.",
  "reminder.subject": "{day, select, Today {Today} other {Tomorrow}}: {evening}",
  "reminder.text":
    "{day, select, Today {Today} other {Tomorrow}} you are invited by {by} to {n, plural, one {# video appointment} other {# video appointments}}.",
  "reminder.click.text":
    "Your page has everything: join from it a few minutes early, or check your camera and microphone on it now.",
} as const;
