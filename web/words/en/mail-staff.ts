export const mailStaff = {
  "account.subject": "Your account for the parents’ evenings of {school}",
  "account.text": "{name}, you have an account for the parents’ evenings of {school}.",
  "role.text":
    "{role, select, admin {You may do everything at the school’s desk: evenings, families, records, settings and staff accounts.} office {You may look after families, evenings and the night of an evening at the school’s desk.} other {You see your schedule and open your calls.}}",
  "life.text": "The link works once, within {days, plural, one {# day} other {# days}}.",
  "door.text": "After that, ask for a new one here, with this address: {url}",
  "notYou.text":
    "If you don’t work at this school, you need do nothing.{known, select, yes { Please tell its office, though: {phone}.} other {}}",
} as const;
