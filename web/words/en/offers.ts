export const offers = {
  with: "{time} with {teachers}",
  for: "{subject} · for {student}",
  itIsBookedWe: "It is booked. We are sending you your list.",
  thisTimeIsNo:
    "This time is no longer held for you. If the teacher is still full, you can join the waiting list again.",
  myBookings: "My Bookings",
  allTimes: "All times",
  itIsHeldFor:
    "It is held for you until <strong>{until}</strong>{today, select, yes {} other { on {day}}}. After that it is offered to the next in line.",
  take: "Take {time}",
  noThankYou: "No, thank you",
  free: "A time is free for you",
  booked: "Your time is booked",
  over: "This offer is over",
} as const;
