const ROOT = "dist/";
const BUNDLES = ROOT + "bundles/";
addLicense(BUNDLES + "example.umd.min.js");
