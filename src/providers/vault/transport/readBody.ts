import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { badAnswer, tooLarge } from "./transportErrors";

export const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Reads a body, counted on the wire and again after decompression: a bomb is cut at the limit, not after it.
 *
 * @throws RouterError, or whatever the connection failed with.
 */
export function readBody(response: IncomingMessage, url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
    const decoder = decoderOf(encoding);
    if (decoder === undefined) return fail(badAnswer(url, "its encoding is unknown"));
    if (Number(response.headers["content-length"] ?? 0) > maxBodyBytes)
      return fail(tooLarge(url, maxBodyBytes));

    const chunks: Buffer[] = [];
    let size = 0;
    let wireSize = 0;

    response.on("error", fail);
    response.on("close", () => {
      if (!response.complete) fail(Object.assign(new Error(), { code: "ECONNRESET" }));
    });
    if (decoder === "none") {
      response.on("data", keep);
      response.on("end", finish);
      return;
    }
    response.on("data", (chunk: Buffer) => {
      wireSize += chunk.length;
      if (wireSize > maxBodyBytes) fail(tooLarge(url, maxBodyBytes));
    });
    decoder.on("error", () => fail(badAnswer(url, "its compressed body is broken")));
    decoder.on("data", keep);
    decoder.on("end", finish);
    response.pipe(decoder);

    function keep(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBodyBytes) fail(tooLarge(url, maxBodyBytes));
      else chunks.push(chunk);
    }

    function finish(): void {
      resolve(Buffer.concat(chunks).toString("utf8"));
    }

    function fail(error: unknown): void {
      response.destroy();
      if (typeof decoder === "object") decoder.destroy();
      reject(error);
    }
  });
}

function decoderOf(encoding: string): Transform | "none" | undefined {
  switch (encoding) {
    case "identity":
    case "":
      return "none";
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
