m4_define([EXTRA_FLAGS], [x])
m4_esyscmd([id])
