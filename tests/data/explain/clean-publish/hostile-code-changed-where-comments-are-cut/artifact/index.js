import { randomBytes } from 'crypto'
export function one() {
  return 2
}
