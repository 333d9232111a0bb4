/** What a teacher has written and marked on an appointment: for their own pages alone. */
export type OwnMarks = {
  note: string;
  /** When the note was kept, in epoch milliseconds; null where there is none. */
  savedAt: number | null;
  absent: boolean;
  lateMinutes: number;
  /** The guest was taken out of this call. */
  guestOut: boolean;
};
