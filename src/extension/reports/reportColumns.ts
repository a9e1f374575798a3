/** Nobody tells how wide an editor is: what is wider than this is broken into lines, and what cannot be is left whole. */
export const reportColumns = 80;
