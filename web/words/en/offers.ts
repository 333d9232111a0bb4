export const offers = {
  "offer.title": "{time} with {teachers}",
  "offer.subject.text": "{subject} · for {student}",
  "taken.title": "Your time is booked",
  "taken.text": "It is booked. We are sending you your list.",
  "taken.link": "My Bookings",
  "over.title": "This offer is over",
  "over.text":
    "This time is no longer held for you. If the teacher is still full, you can join the waiting list again.",
  "over.link": "All times",
  "held.title": "A time is free for you",
  "held.text":
    "It is held for you until <strong>{until}</strong>{today, select, yes {} other { on {day}}}. After that it is offered to the next on the waitlist.",
  "held.take.button": "Take {time}",
  "held.decline.button": "No, thank you",
} as const;
