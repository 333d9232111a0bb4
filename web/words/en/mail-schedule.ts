/** The emails to teachers. */
export const mailSchedule = {
  subject: "{title}: {evening}",
  "current.title": "Your schedule",
  "changed.title": "Your schedule has changed",
  "changed.text": "Your schedule is now:",
  "none.text": "You have no appointments now",
  "summary.text": "{summary}. {day}.",
  "mySchedule.button": "My Schedule",
  "join.text":
    "On the day, open My Schedule a few minutes before your first appointment and press Join Video Appointments. One page takes you from family to family.",
  "why.text":
    "You get this e-mail because appointments with you are booked. My Schedule always shows them as they are.",
  "row.time.text": "{from} to {to}",
  "row.with.text": "{subject}, with {teachers}",
} as const;
