// Written by `node facts/write.js gfp FILE`.
import type { GfpRows } from '../table.ts'
import { v3_19 } from './v3.19.ts'
import { v4_0 } from './v4.0.ts'
import { v4_4 } from './v4.4.ts'
import { v4_9 } from './v4.9.ts'
import { v4_10 } from './v4.10.ts'
import { v4_12 } from './v4.12.ts'
import { v4_13 } from './v4.13.ts'
import { v4_19 } from './v4.19.ts'
import { v5_4 } from './v5.4.ts'
import { v6_1 } from './v6.1.ts'
import { v6_12 } from './v6.12.ts'

/** Rows of every version, oldest first. */
export const gfpRows: readonly GfpRows[] = [v3_19, v4_0, v4_4, v4_9, v4_10, v4_12, v4_13, v4_19, v5_4, v6_1, v6_12]
