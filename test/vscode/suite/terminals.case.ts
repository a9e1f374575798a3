// In this order: the first one finds a workspace that nobody has opted in for.
import "./terminals/routing";
import "./terminals/atOnce";
import "./terminals/withoutUs";
