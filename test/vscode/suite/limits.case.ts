// In this order: the first two find a workspace that nobody has opted in for, the disposal ends the extension, and those
// after it start windows of their own.
import "./limits/optIn";
import "./limits/broken";
import "./limits/unrouted";
import "./limits/consoles";
import "./limits/ownOptions";
import "./limits/folders";
import "./repositorySettings";
import "./limits/faults";
import "./limits/deadline";
import "./limits/disposal";
import "./limits/surfaces";
import "./limits/sandboxed";
import "./limits/inputQuestions";
import "./limits/serverQuestions";
import "./limits/longLaunch";
import "./limits/withoutServers";
import "./limits/localWindow";
import "./limits/packaging";
import "./limits/silenced";
import "./limits/unsaved";
import "./limits/secretStorage";
import "./limits/renamedEnvironment";
