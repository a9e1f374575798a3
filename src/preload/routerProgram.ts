// The second half of the preloader, a bundle of its own: see `lazyRouter.ts`, whose built-ins it is given.
import { createRouter } from "./router";

declare const deliver: (made: typeof createRouter) => void;

deliver(createRouter);
