/** One server that an editor or another client starts or calls, as its file says. */
export type McpServer = StdioServer | RemoteServer;

export interface StdioServer {
  readonly kind: "stdio";
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Null takes a variable out. Values may be secrets or placeholders: they are passed on and never printed. */
  readonly env: ReadonlyMap<string, string | null>;
  readonly envFile: string | undefined;
  readonly cwd: string | undefined;
  /** Whether its file asks the editor for a sandbox. */
  readonly isSandboxed: boolean;
}

/** Runs elsewhere, so nothing of it can be routed. */
export interface RemoteServer {
  readonly kind: "remote";
  readonly name: string;
}

/** A part of a launch that its user is asked for: `${input:ID}`. */
export interface ServerInput {
  readonly id: string;
  readonly description: string;
  /** What it is when its user says nothing else. */
  readonly preset: string | undefined;
  readonly isPassword: boolean;
  /** Set where one of these is to be chosen. */
  readonly options: readonly InputOption[] | undefined;
}

export interface InputOption {
  readonly label: string;
  readonly value: string;
}

/** What one file says. */
export interface McpFile {
  readonly servers: readonly McpServer[];
  readonly inputs: readonly ServerInput[];
}

/** How one kind of file holds its servers. Each client's adapter is one such value in a file of its own. */
export interface McpFileFormat {
  /** How placeholders are written in it. */
  readonly placeholders: "editor" | "shell";
  /** What can be read; a broken file has nothing, and a broken entry does not hide the others. */
  read(text: string): McpFile;
}
