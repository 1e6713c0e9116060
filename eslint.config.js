import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const MOST_LINES = 350;
const MOST_LINES_OF_A_TEST = 600;

const wallClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "The time comes from a Clock (src/core/clock.ts).",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "The time comes from a Clock (src/core/clock.ts).",
  },
];
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "The environment is read by src/config alone.",
};
const everywhere = [
  { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
  { selector: "ExportDefaultDeclaration", message: "Use named exports." },
  {
    selector: "ExportSpecifier[exported.name='default']",
    message: "Use named exports.",
  },
];

const lineLimit = (max) => ["error", { max, skipBlankLines: true, skipComments: true }];

// One set of rules for all code; the blocks below only say where the clock and the environment come from.
export default defineConfig(
  globalIgnores(["dist/", "data/", "coverage/", "node_modules/", "bench/node_modules/"]),
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": lineLimit(MOST_LINES),
      "no-console": "error",
      "no-control-regex": "error",
      "no-restricted-syntax": ["error", ...everywhere],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"] }],
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-shadow": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `void` is how a type says "no argument"; the rule does not know that use.
      "@typescript-eslint/no-invalid-void-type": "off",
      // An interface of ours may promise what an implementation answers at once.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  { files: ["test/**/*.ts"], rules: { "max-lines": lineLimit(MOST_LINES_OF_A_TEST) } },
  {
    files: ["src/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...wallClock, environment] },
  },
  {
    // How a vendor package is typed is the vendor's choice.
    files: ["**/*.d.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["src/core/clock.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, environment] },
  },
  {
    files: ["src/config/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...wallClock] },
  },
);
