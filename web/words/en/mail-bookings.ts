/** The letters to guardians. */
export const mailBookings = {
  first: "Your appointments: {evening}",
  changed: "Your appointments have changed: {evening}",
  cancelled: "Your appointments are cancelled: {evening}",
  reminder: "{day, select, Today {Today} other {Tomorrow}}: {evening}",
  none: "You have no appointments booked",
  now: "Your appointments are now:",
  myBookings: "My Bookings",
  join: "On the day, open My Bookings a few minutes before {time} and press Join Video Appointments. One page takes you from teacher to teacher. There is nothing to install.",
  button:
    "The button signs you in, once, after one more click. It is for you alone: please do not pass it on. To let one other parent or guardian join, use Invite Parent/Guardian in My Bookings.",
  link: "This link signs you in, once, after one more click. It is for you alone: please do not pass it on. To let one other parent or guardian join, use Invite Parent/Guardian in My Bookings.",
  checkFirst: "Try your camera and microphone before the first call: it takes a minute, and nobody else sees you.",
  whyReminder: "You get this reminder because you have appointments.",
  why: "You get this e-mail because appointments were booked or changed in your name.{known, select, yes { If that wasn’t you, please call the school’s office: {phone}.} other {}}",
  offer: "A time is free for you",
  offerSubject: "A time is free for you: {evening}",
  offerWhat: "{evening}, {day}: {time} with {teachers} ({subject}, for {student}).",
  offerHeld: "It is held for you until {time} on {day}. After that it is offered to the next in line.",
  offerButton: "Take {time}, or say no",
  offerPrivate: "The button is for you alone: whoever has it can take this time in your name.",
  offerWhy: "You get this e-mail because you joined the waiting list.",
} as const;
