// In this order: the last one ends the extension.
import "./limits/optIn";
import "./limits/unrouted";
import "./limits/consoles";
import "./limits/folders";
import "./limits/faults";
import "./limits/deadline";
import "./limits/disposal";
