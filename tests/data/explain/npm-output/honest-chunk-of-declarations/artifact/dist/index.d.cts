import { a } from './types-D1E7ZbjZ.cjs';
