/**
 * A text as a notification, a progress or an input box may show it. The editor makes links of Markdown there, those that
 * run any of its commands included, and names in a repository's files reach these texts.
 */
export function linkless(text: string): string {
  return text.replaceAll("](", "] (");
}
