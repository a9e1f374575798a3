export interface StartedEditor {
  /** What the user reads to get there. */
  readonly where: string;
  /** When its user has closed it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}
