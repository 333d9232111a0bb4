/** What stands in people's own calendars. */
export const calendar = {
  "name.text": "{school}: parents’ evenings",
  "entry.location.text": "By video",
  "entry.join.text": "Join here: {url}",
  "entry.joinByInvitation.text": "Join with the link in your invitation.",
} as const;
