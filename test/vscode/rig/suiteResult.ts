/** What the suite inside the extension host tells of one test: a line of JSON in a file both can reach. */
export type SuiteLine =
  | { readonly t: "test"; readonly title: string; readonly state: "passed" | "skipped" }
  | { readonly t: "test"; readonly title: string; readonly state: "failed"; readonly detail: string }
  | { readonly t: "end"; readonly failures: number }
  | { readonly t: "crash"; readonly detail: string };

export type TestResult = Extract<SuiteLine, { readonly t: "test" }>;
