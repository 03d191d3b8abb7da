#define
import os
