import { randomBytes } from 'crypto' // from Node.js

/* A block. */
export function one() {
  // one
  return 1
}
