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
}

/** Runs elsewhere, so nothing of it can be routed. */
export interface RemoteServer {
  readonly kind: "remote";
  readonly name: string;
}

/** How one kind of file holds its servers. Each client's adapter is one such value in a file of its own. */
export interface McpFileFormat {
  /** How placeholders are written in it. */
  readonly placeholders: "editor" | "shell";
  /** Servers that can be read; a broken file has none, and a broken entry does not hide the others. */
  read(text: string): readonly McpServer[];
}
