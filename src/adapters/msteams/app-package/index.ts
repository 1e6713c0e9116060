export { createManifestCheck, type CheckManifest } from "./manifest-check.ts";
export { checkIcons, zipAppPackage, type AppPackageFiles } from "./zip.ts";
