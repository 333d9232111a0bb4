/** The longest message of a guardian's to a teacher, in characters. */
export const MOST_MESSAGE_LENGTH = 500;
