// adaptivecards-templating's types point at a TypeScript source of `adaptivecards`, which no strict compiler accepts;
// tsconfig.json sends that one import here. Nothing of ours uses it.
export interface IAdaptiveCard {
  readonly type: "AdaptiveCard";
}
