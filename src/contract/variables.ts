/** Carries the handle. turbo's strict mode lets `VSCODE_*` pass, and VS Code strips it from its own host. */
export const handleVariable = "VSCODE_SECRET_ROUTER_SESSION";

/** `0` turns the preloader off for a process and all it starts. */
export const offSwitchVariable = "SECRET_ROUTER";
