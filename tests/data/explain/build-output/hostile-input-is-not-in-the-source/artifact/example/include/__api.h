int api;
