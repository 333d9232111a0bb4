/** The letters to teachers. */
export const mailSchedule = {
  title: "Your schedule",
  changed: "Your schedule has changed",
  subject: "{title}: {evening}",
  none: "You have no appointments now",
  summaryAndDay: "{summary}. {day}.",
  now: "Your schedule is now:",
  mySchedule: "My Schedule",
  join: "On the day, open My Schedule a few minutes before your first appointment and press Join Video Appointments. One page takes you from family to family.",
  why: "You get this e-mail because appointments with you are booked. My Schedule always shows them as they are.",
  fromTo: "{from} to {to}",
  with: "{subject}, with {teachers}",
} as const;
