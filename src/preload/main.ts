// Runs in every Node process of a session, from 12 (where it must parse and stay silent) to the newest, before the
// program: no dependency, no `node:` prefix, nothing on stdout or stderr, nothing thrown.
import { guard } from "./guard";
import { install } from "./install";

guard(install);
