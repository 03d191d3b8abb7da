# Helper functions for option handling.                    -*- Autoconf -*-
#
# serial 8 ltoptions.m4
