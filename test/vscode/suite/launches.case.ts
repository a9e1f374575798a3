// In this order: the first one finds a workspace that nobody has opted in for.
import "./launches/shapes";
import "./launches/modes";
import "./launches/atOnce";
