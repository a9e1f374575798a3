// The program, a test framework's fake timers or another preload may replace any of these later. Each is taken here,
// while this file loads, and used through these bindings only.

// `bind.bind(call)` makes a function whose first argument is the receiver, immune to later changes of any prototype.
const { bind, call } = Function.prototype;
const uncurryThis = bind.bind(call) as <This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
) => (receiver: This, ...args: Args) => Result;

export const bufferToString = uncurryThis(Buffer.prototype.toString) as (
  bytes: Buffer,
  encoding: BufferEncoding,
  start?: number,
  end?: number,
) => string;
export const bufferFill = uncurryThis(Buffer.prototype.fill) as (bytes: Buffer, value: number) => Buffer;
export const bufferSlice = uncurryThis(Buffer.prototype.slice) as (
  bytes: Buffer,
  start: number,
  end: number,
) => Buffer;
export const bufferAlloc = Buffer.alloc;
export const bufferConcat = Buffer.concat as (parts: Buffer[]) => Buffer;
export const bufferFrom = Buffer.from as (text: string, encoding: BufferEncoding) => Buffer;

export const toUpperCase = uncurryThis(String.prototype.toUpperCase);
export const hasOwn = uncurryThis(Object.prototype.hasOwnProperty) as (value: object, key: string) => boolean;

export const {
  apply,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
  set: reflectSet,
  setPrototypeOf,
} = Reflect;
export const createObject = Object.create as (prototype: object | null) => object;
export const assign = Object.assign as (target: object, ...sources: object[]) => object;
export const preventExtensions = Object.preventExtensions;
export const stringify = JSON.stringify as (value: unknown) => string;
export const max = Math.max;
export const floor = Math.floor;

export const now = Date.now;
export const hrtime = process.hrtime as (since?: [number, number]) => [number, number];
export const kill = process.kill;
export const processOn = process.on;
export const startTimer = setTimeout;
export const wait = typeof Atomics === "object" ? Atomics.wait : undefined;
// Atomics.wait on a word that nobody changes is the only sleep that a synchronous read can take without spinning.
export const nobodyWakes =
  typeof SharedArrayBuffer === "function" ? new Int32Array(new SharedArrayBuffer(4)) : undefined;

export const pid = process.pid;
export const isWindows = process.platform === "win32";
export const isLinux = process.platform === "linux";
const geteuid = process.geteuid;
/** Undefined on Windows, where files have no such owner. */
export const uid = geteuid === undefined ? undefined : apply(geteuid, process, []);

/** A plain object without prototype: nothing that a program puts on Object.prototype shows through. */
export function bare<Shape extends object>(): Shape {
  return createObject(null) as Shape;
}
