import { prepare } from './prepare.mjs';

/** Installs and builds what is missing or stale, server and web app. */
prepare();
