import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { core } from "../../support/leak/madeUpSecrets";
import type { PersonInEditor } from "./personInEditor";
import { editorDirectories } from "./startEditor";

/** What is planted in a hidden input, where a person types secrets. */
export const hiddenText = `made-up-hidden-${core()}`;

/** Puts a secret of its own into each place where one might leak, and gives them by their places. */
export async function plantSecrets(person: PersonInEditor): Promise<Readonly<Record<string, string>>> {
  const { page } = person;
  const planted: Record<string, string> = {};
  const secretOf = (place: string): string => {
    planted[place] = `made-up-planted-${core()}`;
    return planted[place];
  };
  for (const [place, path] of Object.entries(filesOf(person)))
    appendFileSync(path, `before ${secretOf(place)} after`);

  // Long, for the browser compresses what is, and written as the workbench writes what extensions keep.
  const kept = `${secretOf("a window's state")} `.repeat(2_000);
  await page.evaluate(`(async () => {
    localStorage.setItem("planted", ${JSON.stringify(secretOf("the local storage"))});
    const done = (request) => new Promise((resolve) => { request.onsuccess = resolve; });
    const opened = indexedDB.open("vscode-web-state-db-global");
    await done(opened);
    const items = opened.result.transaction("ItemTable", "readwrite").objectStore("ItemTable");
    await done(items.put(${JSON.stringify(kept)}, "planted"));
    opened.result.close();
  })()`);

  const split = secretOf("a text in several elements");
  const parts = [
    ["span", { textContent: split.slice(0, -6) }],
    ["span", { textContent: split.slice(-6) }],
    ["span", { title: secretOf("an attribute") }],
    ["input", { value: secretOf("an input") }],
    ["input", { type: "password", value: hiddenText }],
  ];
  await page.evaluate(`(() => {
    const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
    const element = make("div", { id: "planted" });
    for (const [tag, properties] of ${JSON.stringify(parts)}) element.append(make(tag, properties));
    document.body.append(element);
  })()`);
  await person.shot("planted");
  // What is gone from the page is in its picture all the same.
  await page.evaluate('document.getElementById("planted").remove()');
  return planted;
}

function filesOf({
  directory,
  directories,
  editorStorage,
}: PersonInEditor): Readonly<Record<string, string>> {
  const [storage = "", profile = ""] = editorStorage();
  const session = join(directories.run ?? "", "planted");
  mkdirSync(session, { recursive: true });
  return {
    "what the editor has printed": join(directory, "server.log"),
    "the editor's logs": join(storage, "data", "logs", "planted.log"),
    "the editor's storage": join(storage, "data", "User", "globalStorage", "planted"),
    "the browser's profile": join(profile, "planted"),
    "our state": join(directories.state, "planted"),
    "a session's folder": join(session, "planted"),
    "the home folder": join(editorDirectories(directory).home, "planted"),
  };
}
