import type { Log } from "../../../src/extension/log";

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, show() {}, dispose() {} };
