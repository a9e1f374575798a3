import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { until } from "../until";

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test picks out of a real server's answer what it knows is there.
  readonly body: any;
}

/** Sets a test server up, by its API and none of the code under test. */
export class VaultAdmin {
  readonly #address: string;
  readonly #token: string;
  readonly #ca: string | undefined;

  constructor(address: string, token: string, ca?: string) {
    this.#address = address;
    this.#token = token;
    this.#ca = ca;
  }

  /** Fails on any status that is not a success, unless `allow` has it. */
  async call(method: string, path: string, json?: object, options: CallOptions = {}): Promise<Reply> {
    const reply = await this.#send(method, path, json, options);
    if (reply.status >= 300 && !options.allow?.includes(reply.status)) {
      throw new Error(`${method} ${path} gave ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return reply;
  }

  /** Sends JSON text as it is, for what JavaScript's own values cannot express. */
  async raw(method: string, path: string, text: string): Promise<void> {
    const { status } = await this.#send(method, path, text, {});
    if (status >= 300) throw new Error(`${method} ${path} gave ${status}.`);
  }

  async isActive(): Promise<boolean> {
    try {
      return (await this.#send("GET", "sys/health", undefined, {})).status === 200;
    } catch {
      return false;
    }
  }

  async enableKv(mount: string, version: 1 | 2, namespace?: string): Promise<void> {
    const json = { type: "kv", options: { version: String(version) } };
    await this.call("POST", `sys/mounts/${mount}`, json, { ...(namespace && { namespace }) });
    if (version === 2) await this.kv2Ready(mount, namespace);
  }

  /** A new version 2 mount answers 400 for a moment while it upgrades itself. */
  async kv2Ready(mount: string, namespace?: string): Promise<void> {
    const options = { allow: [400, 404], ...(namespace && { namespace }) };
    await until(
      async () => (await this.call("GET", `${mount}/data/ready`, undefined, options)).status === 404,
      {
        what: `the mount ${mount} to be ready`,
      },
    );
  }

  /** Writes a whole secret into a version 2 mount. */
  async putKv2(mount: string, path: string, data: object, namespace?: string): Promise<void> {
    await this.call("POST", `${mount}/data/${path}`, { data }, { ...(namespace && { namespace }) });
  }

  async putKv1(mount: string, path: string, data: object): Promise<void> {
    await this.call("POST", `${mount}/${path}`, data);
  }

  async createPolicy(name: string, hcl: string, namespace?: string): Promise<void> {
    await this.call("PUT", `sys/policies/acl/${name}`, { policy: hcl }, { ...(namespace && { namespace }) });
  }

  async createToken(options: object = {}): Promise<string> {
    return (await this.call("POST", "auth/token/create", options)).body.auth.client_token;
  }

  async revokeToken(token: string): Promise<void> {
    await this.call("POST", "auth/token/revoke", { token });
  }

  async enableUserpass(mount = "userpass"): Promise<void> {
    await this.call("POST", `sys/auth/${mount}`, { type: "userpass" });
  }

  async createUser(name: string, password: string, settings: object = {}, mount = "userpass"): Promise<void> {
    const path = `auth/${mount}/users/${encodeURIComponent(name)}`;
    await this.call("POST", path, { password, ...settings });
  }

  async enableApprole(mount = "approle"): Promise<void> {
    await this.call("POST", `sys/auth/${mount}`, { type: "approle" });
  }

  async createRole(name: string, settings: object = {}, mount = "approle"): Promise<Role> {
    await this.call("POST", `auth/${mount}/role/${name}`, settings);
    const role = await this.call("GET", `auth/${mount}/role/${name}/role-id`);
    const secret = await this.call("POST", `auth/${mount}/role/${name}/secret-id`, {});
    return { roleId: role.body.data.role_id, secretId: secret.body.data.secret_id };
  }

  async createNamespace(name: string): Promise<void> {
    await this.call("POST", `sys/namespaces/${name}`, {});
  }

  async seal(): Promise<void> {
    await this.call("PUT", "sys/seal");
  }

  #send(
    method: string,
    path: string,
    json: object | string | undefined,
    options: CallOptions,
  ): Promise<Reply> {
    const { namespace, token = this.#token } = options;
    const send = this.#address.startsWith("https:") ? httpsRequest : httpRequest;
    const headers = {
      "X-Vault-Token": token,
      ...(namespace && { "X-Vault-Namespace": namespace }),
      ...(json && { "content-type": "application/json" }),
    };
    return new Promise((resolve, reject) => {
      const settings = { method, headers, agent: false as const, ...(this.#ca && { ca: this.#ca }) };
      const request = send(`${this.#address}/v1/${path}`, settings, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : text });
        });
      });
      request.on("error", reject);
      request.end(typeof json === "object" ? JSON.stringify(json) : json);
    });
  }
}

interface CallOptions {
  readonly namespace?: string;
  readonly token?: string;
  readonly allow?: readonly number[];
}

interface Role {
  readonly roleId: string;
  readonly secretId: string;
}
