/** What stands in people's own calendars. */
export const calendar = {
  name: "{school}: parents’ evenings",
  byVideo: "By video",
  joinHere: "Join here: {url}",
  joinByInvitation: "Join with the link in your invitation.",
} as const;
