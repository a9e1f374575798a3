/** What the view is measured with, on both sides of the editor. */
export const viewLoad = {
  secrets: 500,
  sessions: 50,
  nameOf: (index: number): string => `SERVICE_${index}_API_KEY`,
  /** Each with the name that both sides know it by. */
  phases: ["nothing read", "while read", "all open"],
} as const;

export type ViewPhase = (typeof viewLoad.phases)[number];
