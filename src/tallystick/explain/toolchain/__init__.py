"""What is known of the files that Autoconf, Automake, Libtool and gnulib install or write."""
