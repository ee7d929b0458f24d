// The packages that ../package.json names. `run` installs them under build/, out of the way of
// everything that searches the tree.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const place = new URL('../../../build/contract/', import.meta.url);

export const require = createRequire(place);

/** The path of a file in an installed package, `name/path`. */
export const pathOf = (file) => fileURLToPath(new URL(`node_modules/${file}`, place));
