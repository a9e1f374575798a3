import * as vscode from "vscode";
import { diagnose } from "../../broker/doctor/diagnose";
import type { Finding } from "../../broker/doctor/finding";
import { findingsSummary } from "../../broker/doctor/findingsSummary";
import { findingsText } from "../../broker/doctor/findingsText";
import { formatTime } from "../../core/text/formatTime";
import { plainTerminal } from "../../core/text/terminal";
import { lendProviders } from "../../providers/lendProviders";
import { commandLinks, editorWords } from "../editorWords";
import { editorStartsServers } from "../mcp/editorStartsServers";
import { preloadFileState } from "../sessions/preloadFile";
import { readSetting } from "../settings";
import { terminalPlan } from "../terminals/terminalPlan";
import { whyNoTerminals } from "../terminals/whyNoTerminals";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { editorFindings } from "./editorFindings";
import { reportColumns } from "./reportColumns";
import { serverCopies } from "./serverCopies";

const timeoutMs = 30_000;

const noBreak = "\u00a0";

interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Everything that can be wrong, each with what to do about it. */
export async function doctorReport(window: RouterWindow): Promise<string> {
  const sections: Section[] = [{ title: "This editor", findings: findingsOfEditor(window) }];
  for (const project of window.projects.all) {
    const told = sections.flatMap(({ findings }) => findings).map((finding) => JSON.stringify(finding));
    const findings = [
      ...(await findingsOf(window, project)),
      ...serverCopies(
        window.detected.all.filter(({ folder }) => window.projects.of(folder) === project),
        project.configuration,
      ),
    ];
    // What holds for the user's own files is said once, however many folders there are.
    const own = findings.filter((finding) => !told.includes(JSON.stringify(finding)));
    sections.push({ title: `Folder ${project.folder.name}`, findings: own });
  }
  const all = sections.flatMap(({ findings }) => findings);
  return [
    `Doctor as of ${formatTime(Date.now())}`,
    "",
    findingsSummary(all),
    ...sections.flatMap(({ title, findings }) => ["", title, "", sectionText(findings)]),
  ].join("\n");
}

/** In the editor's words before it is broken into lines, and no line ends within the name of a command. */
function sectionText(findings: readonly Finding[]): string {
  const said = findings.map((finding): Finding => {
    const message = unbroken(editorWords(finding.message));
    if (finding.level === "ok") return { ...finding, message };
    return { ...finding, message, nextStep: unbroken(editorWords(finding.nextStep)) };
  });
  return findingsText(said, plainTerminal(reportColumns)).replaceAll(noBreak, " ");
}

function unbroken(text: string): string {
  return commandLinks(text).reduce(
    (done, { start, end }) =>
      done.slice(0, start) + done.slice(start, end).replaceAll(" ", noBreak) + done.slice(end),
    text,
  );
}

function findingsOfEditor(window: RouterWindow): readonly Finding[] {
  const { directories, optIn, environment, bundledPreload, sessions, terminalChoice } = window;
  return editorFindings({
    editor: `${vscode.env.appName} ${vscode.version}`,
    node: process.versions.node,
    isTrusted: vscode.workspace.isTrusted,
    isRouting: optIn.isGiven,
    routesDebugLaunches: readSetting("secretRouter.routeDebugLaunches"),
    startsServers: editorStartsServers(),
    terminals: terminalPlan({
      isRouting: optIn.isGiven,
      setting: readSetting("secretRouter.routeTerminals"),
      choice: terminalChoice.current,
      isSupported: whyNoTerminals(environment, vscode.env.appRoot) === undefined,
    }),
    routesAgentTerminals: readSetting("secretRouter.routeAgentTerminals"),
    preload: preloadFileState(bundledPreload, directories.data),
    environment,
    unrouted: sessions.unrouted,
  });
}

function findingsOf(window: RouterWindow, project: Project): Promise<readonly Finding[]> {
  const { directories, environment } = window;
  const { path, problem, folder, configuration } = project;
  return lendProviders(providersOptions(window, configuration), (provider) =>
    diagnose({
      directories,
      environment,
      folder: folder.uri.fsPath,
      loaded: { path, configuration, problem },
      provider,
      signal: AbortSignal.timeout(timeoutMs),
      nowMs: Date.now(),
    }),
  );
}
