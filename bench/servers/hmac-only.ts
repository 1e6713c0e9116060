import { serveBare } from "./bare.ts";

// Reference 1: signature checked, nothing kept.
serveBare(process.argv[2] ?? "", () => Promise.resolve());
