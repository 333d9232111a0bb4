/** The emails to guardians. */
export const mailBookings = {
  "first.subject": "Your appointments: {evening}",
  "changed.subject": "Your appointments have changed: {evening}",
  "cancelled.subject": "Your appointments are cancelled: {evening}",
  "reminder.subject": "{day, select, Today {Today} other {Tomorrow}}: {evening}",
  "reminder.why.text": "You get this reminder because you have appointments.",
  "none.text": "You have no appointments booked",
  "now.text": "Your appointments are now:",
  "myBookings.button": "My Bookings",
  "join.text":
    "On the day, open My Bookings a few minutes before {time} and press Join Video Appointments. One page takes you from teacher to teacher. There is nothing to install.",
  "signInButton.text":
    "The button opens your appointments of this evening, as often as you like until it is over. It is for you alone: please do not pass it on. To let one other parent or guardian join, use Invite Parent/Guardian in My Bookings.",
  "signInLink.text":
    "This link opens your appointments of this evening, as often as you like until it is over. It is for you alone: please do not pass it on. To let one other parent or guardian join, use Invite Parent/Guardian in My Bookings.",
  "checkFirst.text":
    "Try your camera and microphone before the first call: it takes a minute, and nobody else sees you.",
  "why.text":
    "You get this e-mail because appointments were booked or changed in your name.{known, select, yes { If that wasn’t you, please call the school’s office: {phone}.} other {}}",
  "offer.title": "A time is free for you",
  "offer.subject": "A time is free for you: {evening}",
  "offer.text": "{evening}, {day}: {time} with {teachers} ({subject}, for {student}).",
  "offer.button": "Take {time}, or say no",
  "offer.held.text": "It is held for you until {time} on {day}. After that it is offered to the next on the waitlist.",
  "offer.private.text": "The button is for you alone: whoever has it can take this time in your name.",
  "offer.why.text": "You get this e-mail because you joined the waiting list.",
} as const;
