export { startLabHost, type LabHost, type LabHostOptions } from "./lab-host.ts";
