# Helper functions for option handling.                    -*- Autoconf -*-
#
# serial 0 ltoptions.m4
