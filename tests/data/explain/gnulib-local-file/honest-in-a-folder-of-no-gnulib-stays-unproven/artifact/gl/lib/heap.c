/* A heap.
   Copyright (C) 2007-2022 Free Software Foundation, Inc.

   This program is free software; you can redistribute it under the terms of the
   GNU Lesser General Public License, version 2.1 of the License. */

int heap (void) { return 0; }
