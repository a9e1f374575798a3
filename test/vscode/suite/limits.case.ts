// In this order: the last but one ends the extension, and the last starts windows of its own.
import "./limits/optIn";
import "./limits/unrouted";
import "./limits/consoles";
import "./limits/folders";
import "./limits/faults";
import "./limits/deadline";
import "./limits/disposal";
import "./limits/surfaces";
