/** The longest message of a guardian's to a teacher, in characters. */
export const MOST_NOTE = 500;
