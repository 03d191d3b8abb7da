define([OWN_RELEASE], [1.0])
