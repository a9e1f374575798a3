// In this order: the disposal ends the extension, and those after it start windows of their own.
import "./limits/optIn";
import "./limits/unrouted";
import "./limits/consoles";
import "./limits/folders";
import "./limits/faults";
import "./limits/deadline";
import "./limits/disposal";
import "./limits/surfaces";
import "./limits/withoutServers";
import "./limits/localWindow";
import "./limits/silenced";
import "./limits/secretStorage";
