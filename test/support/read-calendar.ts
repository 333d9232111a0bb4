import ICAL from "ical.js";

/** A calendar's entries as a program reads them that has nothing to do with the one that wrote them. Times are epoch milliseconds. */
export function readAppointments(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    const value = (name: string) => String(part.getFirstPropertyValue(name));
    return {
      uid: event.uid,
      sequence: event.sequence,
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
      stamp: Date.parse(value("dtstamp")),
      summary: event.summary,
      location: event.location,
      description: event.description,
      status: value("status"),
      transparency: value("transp"),
      url: value("url"),
      conference: value("conference"),
    };
  });
}
